"""Invented rounds in every state, on top of the invented register of ``centres.example``.

``rounds.make_rounds`` is where it begins. States are moved by the verbs of the app only, in the
order and on the days in which people would have done it; ``past`` lets the history say so. The same
seed gives the same applications.
"""
