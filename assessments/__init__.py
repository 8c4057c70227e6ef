"""How a recognition comes about: rounds, applications, findings, decisions. All of it confidential.

Public code never imports this app, and nothing in its tables is public. What becomes public is
written into ``centres`` by a verb, at one moment: the release (``releases``), the announcement of a
round (``rounds``) and the extension of a recognition whose term is over (``extensions``).
"""
