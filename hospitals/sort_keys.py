"""Dutch sorting, as a stored key, so that SQLite and PostgreSQL give the same order.

Accents and capitals are ignored, ``'s-Hertogenbosch`` stands under H, IJ is one letter (with Y).
The key holds only ``a-z`` and ``0-9``: in that alphabet every collation of either database agrees
with plain byte order. A space becomes ``0`` and a digit ``1`` + the digit, so that a shorter word
comes before a longer one ("hart falen" before "hartfalen").
"""

import re
import unicodedata

from django.db import models

MAX_LENGTH = 200

_LEADING_ARTICLE = re.compile(r"^['’‘`]\s?[st][\s-]+")
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents: "Fryslân" becomes "fryslan"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def dutch_sort_key(text: str) -> str:
    """Return the key by which ``text`` is sorted; see the module's description.

    The key is cut at ``MAX_LENGTH`` characters, far beyond where two real names differ.
    """
    words = _NOT_ALPHANUMERIC.sub(" ", _LEADING_ARTICLE.sub("", fold(text).strip())).split()
    key = "0".join(re.sub(r"[0-9]", r"1\g<0>", word) for word in words)
    return key.replace("ij", "y")[:MAX_LENGTH]


def initial(sort_key: str) -> str:
    """Return the heading under which a key stands in an A-Z list: ``A`` … ``Z``, or ``0-9``.

    Names with IJ and with Y stand together, under ``IJ/Y``.
    """
    first = sort_key[:1].upper()
    if first == "Y":
        return "IJ/Y"
    return first if first.isalpha() else "0-9"


class SortKeyField(models.CharField):
    """A stored sort key, computed at every save from the first of ``sources`` that is filled.

    Computed in ``pre_save``, so that ``bulk_create`` fills it too; ``bulk_update`` and ``update``
    do not. The sources are fields, not properties: those the history and a migration's models
    have as well.
    """

    def __init__(self, *, sources: tuple[str, ...] = ("name",), **options):
        self.sources = tuple(sources)
        options |= {"max_length": MAX_LENGTH, "editable": False, "db_index": True}
        super().__init__(**options)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "editable", "db_index"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs | {"sources": self.sources}

    def pre_save(self, model_instance, add):
        texts = (getattr(model_instance, source) for source in self.sources)
        key = dutch_sort_key(next(filter(None, texts), ""))
        setattr(model_instance, self.attname, key)
        return key
