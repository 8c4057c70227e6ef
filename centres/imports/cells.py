"""Reading one cell: text as a number, a date, a yes or a no, a list.

Each function raises ``ValidationError`` with a message for people. Empty text is not passed here.
"""

import datetime
import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hospitals.partial_dates import PartialDate, Precision

from .sheets import word

YES_AND_NO = {
    True: ("yes", "true", "waar", "1", "ja"),
    False: ("no", "false", "onwaar", "0", "nee"),
}


def whole_number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise refused(_("“%(text)s” is not a whole number."), text)
    return int(text)


def decimal_number(text: str, places: int) -> Decimal:
    """Read ``51.813`` or, as the Dutch write it, ``51,813``, rounded to ``places`` decimals."""
    if not re.fullmatch(r"-?[0-9]{1,9}([.,][0-9]{1,20})?", text):
        raise refused(_("“%(text)s” is not a number."), text)
    return Decimal(text.replace(",", ".")).quantize(Decimal(1).scaleb(-places))


def partial_date(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except ValueError:
        raise refused(
            _("“%(text)s” is not a date. Write 1-3-2024, 2024-03-01, 03-2024 or 2024."), text
        ) from None


def whole_date(text: str) -> datetime.date:
    date = partial_date(text)
    if date.precision != Precision.DAY:
        raise refused(_("“%(text)s” is not a whole date. Write 1-3-2024 or 2024-03-01."), text)
    return date.day


def choice(text: str, words: dict) -> object:
    """Return the key of ``words`` that ``text`` stands for.

    Arguments:
        words: per key the words for it, the first one English and the last one Dutch.
    """
    for value, known in words.items():
        if word(text) in map(word, known):
            return value
    raise ValidationError(
        _("“%(text)s” is not one of: %(words)s."),
        code="not_in_the_list",
        params={
            "text": text,
            "words": ", ".join(in_reader_words(known[0], known[-1]) for known in words.values()),
        },
    )


def items(text: str) -> tuple[str, ...]:
    """Return the items of a list in a cell, each once, in their order."""
    return tuple(dict.fromkeys(item for item in map(str.strip, text.split("|")) if item))


def in_reader_words(english: str, dutch: str) -> str:
    return english if get_language() == "en" else dutch


def refused(message, text: str) -> ValidationError:
    return ValidationError(message, code="unreadable_cell", params={"text": text})
