"""Which centres need the attention of staff on a day."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from hospitals.attention import Attention
from hospitals.terms import months_later

from .models import Centre, Recognition
from .status import Status


def ending_soon(day: datetime.date) -> models.QuerySet:
    """Centres whose recognition ends within ``ENDING_SOON_MONTHS`` and is not followed by one."""
    last = months_later(day, settings.ENDING_SOON_MONTHS)
    own = Recognition.objects.filter(centre=OuterRef("pk"))
    ending = own.ending_between(day, last).filter(valid_from__lte=day)
    following = own.filter(valid_from__gt=day)
    return Centre.objects.current().filter(Exists(ending), ~Exists(following))


def unconfirmed(day: datetime.date) -> models.QuerySet:
    """Centres of which the register does not know whether the recognition still holds."""
    centres = Centre.objects.current().with_status_on(day)
    return centres.filter(status_on_day=Status.UNCONFIRMED)


def without_recognition(day: datetime.date) -> models.QuerySet:
    """Centres that the public does not see: they never had a recognition in this register."""
    own = Recognition.objects.filter(centre=OuterRef("pk"))
    return Centre.objects.current().filter(~Exists(own))


def without_condition(day: datetime.date) -> models.QuerySet:
    """Centres that nobody finds by a condition."""
    links = Centre.conditions.through.objects.filter(centre=OuterRef("pk"))
    return Centre.objects.current().filter(~Exists(links))


def without_contact(day: datetime.date) -> models.QuerySet:
    """Centres without any way to refer to them."""
    return Centre.objects.current().filter(referral_phone="", referral_email="", referral_url="")


def without_english_name(day: datetime.date) -> models.QuerySet:
    return Centre.objects.current().filter(name_en="", plain_name_en="")


def long_since_confirmed(day: datetime.date) -> models.QuerySet:
    """Centres whose page the hospital never confirmed, or more than 13 months ago."""
    oldest = months_later(day, -settings.CONFIRMATION_HOLDS_MONTHS)
    return Centre.objects.current().filter(
        Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=oldest)
    )


ATTENTION = (
    Attention(
        "ending-soon",
        _("Recognition ends within a year, no following recognition yet"),
        ending_soon,
    ),
    Attention("not-confirmed", _("Status not confirmed"), unconfirmed),
    Attention("without-recognition", _("Not public: without a recognition"), without_recognition),
    Attention("without-condition", _("Without a condition"), without_condition),
    Attention("without-contact", _("Without a contact for referral"), without_contact),
    Attention("without-english-name", _("Without an English name"), without_english_name),
    Attention(
        "long-since-confirmed",
        _("Not confirmed by the hospital for 13 months or more"),
        long_since_confirmed,
    ),
)
