"""An invented register of any size, for trying things out, for tests and for measuring.

Every hospital, place, address and text in it is made up and says so. The same seed gives the same
records with the same permanent ids and addresses; the dates lie around a reference day, so that
every status occurs on that day. ``register.make_register`` is where it begins. The rounds of
assessment, which are confidential, come on top of it in ``assessments.example``.
"""
