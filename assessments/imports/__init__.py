"""A whole round from a spreadsheet: applications, and their answers.

The importer is that of the register (``centres.imports``), with tables of its own whose rows go
through the verbs of this app. From the cell inwards: ``columns`` (what only these tables have),
``application_table`` and ``answer_table`` (the columns), ``application_rows`` and ``answer_rows``
(what a row does), ``interests`` (which rows a person may not load), ``views`` (the page).
"""
