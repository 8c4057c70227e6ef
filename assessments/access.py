"""Who may work with applications at all. Conflicts of interest are judged besides, per application.

Staff by their permissions, committee members by their membership on the day; nobody else. The table
of who may do what is ``docs/permissions.md``; a generated test holds every address to it.
"""

import datetime

from django.db.models import QuerySet

from .committee import has_declared
from .conflicts import visible_applications
from .models import Application, CommitteeMember

VIEW = "assessments.view_application"


def member_of(user, *, on: datetime.date) -> CommitteeMember | None:
    """Return the committee member that ``user`` is on the day ``on``, or ``None``."""
    if not user.is_authenticated or not user.is_active:
        return None
    return CommitteeMember.objects.on(on).filter(user=user).first()


def is_staff_of_assessment(user) -> bool:
    """Return whether ``user`` is staff who may read applications in the admin."""
    return user.is_active and user.is_staff and user.has_perm(VIEW)


def readable_applications(user, *, on: datetime.date) -> QuerySet[Application]:
    """Return the applications that ``user`` may know of: none without a role, none with a conflict.

    A member may know of an application before its dossier opens: see ``may_read_dossier``.
    """
    if is_staff_of_assessment(user) or member_of(user, on=on) is not None:
        return visible_applications(user)
    return Application.objects.none()


def committee_applications(user) -> QuerySet[Application]:
    """Return the applications that the committee deals with and ``user`` has no conflict with.

    Drafts and withdrawn applications are no business of the committee.
    """
    return visible_applications(user).handled()


def may_read_dossier(user, application: Application, *, on: datetime.date) -> bool:
    """Return whether the dossier of ``application`` is open to ``user``.

    Staff without a conflict; a member without one who has declared to have none. Drafts and
    withdrawn applications are no dossier of the committee.
    """
    if not visible_applications(user).filter(pk=application.pk).exists():
        return False
    if is_staff_of_assessment(user):
        return True
    member = member_of(user, on=on)
    if member is None or not committee_applications(user).filter(pk=application.pk).exists():
        return False
    return has_declared(member, application)
