"""Search: the public records as one immutable snapshot in memory, and what is found in it.

``words`` cuts text; ``names`` reads the public records; ``index`` holds sets of items per word;
``expansion`` says which words of the register a word of a visitor may mean; ``ranking`` puts what
is found in order; ``snapshot`` holds the index of one version of the register.
"""
