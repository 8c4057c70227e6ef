"""The import page of a round: that of the register, with the tables of a round."""

from django.utils.translation import gettext_lazy as _

from centres.imports.views import Importing

from .answer_table import Answers
from .application_table import Applications

TABLES = (Applications(), Answers())
"""The tables of a round, in the order in which they are loaded."""

PERMISSIONS = ("assessments.add_application", "assessments.change_application")


def may_import_rounds(user) -> bool:
    """Return whether ``user`` may add and change applications."""
    return user.has_perms(PERMISSIONS)


ROUNDS = Importing(_("Import a round"), TABLES, "round_import", may_import_rounds)
