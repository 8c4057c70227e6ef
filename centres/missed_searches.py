"""Searches without a result: counted without anybody's name, and turned into names of conditions.

``docs/decisions/0019-searches-without-a-result.md`` says what is kept and what is not.
"""

import datetime
import hashlib
import logging
import re

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from hospitals.changes import changing, save_checked

from .models import Condition, ConditionName, MissedSearch
from .search.words import words_of

logger = logging.getLogger(__name__)

KEPT_FROM = 3
"""The time from which the words are stored."""
REMEMBERED = 30 * 24 * 60 * 60
"""How long the first times count, in seconds."""
MOST_WORDS, MOST_LETTERS = 5, 60
MOST_ROWS = 5_000
"""More than editors can ever look at: whoever sends nonsense fills no disk."""

_ADDRESSES = re.compile(
    r"\S*@\S*|\S*://\S*|www\.\S*"  # of mail and of the web
    r"|[1-9][0-9]{3}\s?[a-z]{2}\b"  # a postcode
    r"|\S*(straat|laan|plein|gracht|singel|steeg)\b"
    r"|\S*(weg|kade|dijk|hof|pad)\s+[0-9]"  # a "luchtweg" is no address by itself
    r"|\S*[0-9]\S*",
    re.IGNORECASE,
)


def without_what_identifies(question: str) -> str:
    """Return the words of ``question`` without digits and addresses, in one spelling.

    Empty when nothing is left, or when it is so long that it is a story about somebody.
    """
    words = [word.folded for word in words_of(_ADDRESSES.sub(" ", question))]
    text = " ".join(words)
    return text if len(words) <= MOST_WORDS and len(text) <= MOST_LETTERS else ""


def count_missed(question: str, *, on: datetime.date) -> None:
    """Count a search that found nothing. Its words are stored from the third time on.

    Until then there is only a number under a digest that cannot be read back. A failure is logged
    and breaks no page.
    """
    if not (words := without_what_identifies(question)):
        return
    try:
        if (times := _counted(words)) >= KEPT_FROM:
            _store(words, times=times, on=on)
    except DatabaseError as error:  # whose own text may hold the words
        logger.error("A search without a result was not counted: %s", type(error).__name__)


def _counted(words: str) -> int:
    """Return how often ``words`` found nothing lately, this time included."""
    digest = hashlib.blake2b(words.encode(), key=settings.SECRET_KEY.encode()[:64])
    key, cache = digest.hexdigest()[:40], caches["searches"]
    times = cache.get(key, 0) + 1
    cache.set(key, times, REMEMBERED)  # incr would shorten its life to the cache's own default
    return times


def _store(words: str, *, times: int, on: datetime.date) -> None:
    rows = MissedSearch.objects.filter(words=words)
    if rows.update(times=F("times") + 1, last_on=on) or MissedSearch.objects.count() >= MOST_ROWS:
        return
    # In bulk, so without a history: that would ask who is logged in, and tell who searched.
    row = MissedSearch(words=words, times=times, last_on=on)
    MissedSearch.objects.bulk_create([row], ignore_conflicts=True)


def make_name(
    missed: MissedSearch, *, version: int, condition: Condition, kind: str, by, why: str
) -> ConditionName:
    """Make the words a name of ``condition``, after which the same search finds its centres.

    Raises ``ValidationError`` when the condition has this name already, and ``ChangedMeanwhile``.
    """
    with changing(missed, version=version, by=by, why=why):
        name = ConditionName(condition=condition, kind=kind, name=missed.words)
        save_checked(name, by=by, why=why)
        missed.condition, missed.is_set_aside = condition, False
    return name


def set_aside(missed: MissedSearch, *, version: int, by, why: str) -> None:
    """Leave the words out of the list: they are about nothing that is in this register."""
    with changing(missed, version=version, by=by, why=why):
        if missed.condition_id is not None:
            raise ValidationError(_("These words are a name of a condition."), code="has_a_name")
        missed.is_set_aside = True
