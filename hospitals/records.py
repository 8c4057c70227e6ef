"""What every record that staff keep has: a history, a version against lost updates, a source."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .partial_dates import PartialDate, Precision, precision_field


class ChangedMeanwhile(ValidationError):
    """Somebody else changed the record between reading and writing it."""

    def __init__(self, record: models.Model):
        last = record.history.select_related("history_user").first()
        who = last and last.history_user
        super().__init__(
            _("“%(record)s” was changed meanwhile by %(who)s. Your change was not saved."),
            code="changed_meanwhile",
            params={"record": record, "who": who or _("somebody else")},
        )


class Record(models.Model):
    """A record that staff keep: who changed what, when and why is remembered for each.

    Links to other records are remembered too where a model names them in ``_history_m2m_fields``.
    ``secret_fields`` are kept out of every page, the history included.
    """

    secret_fields: tuple[str, ...] = ()

    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords(
        inherit=True,
        history_change_reason_field=models.TextField(default="", blank=True),
        excluded_fields=["version"],
    )
    _change_reason = ""  # simple-history would write None, which the column refuses

    class Meta:
        abstract = True

    def claim(self, *, version: int) -> None:
        """Refuse a lost update: go from ``version`` to the next, or find out that one came first.

        Call it inside the transaction of the change, before the record's state is judged; the
        UPDATE locks the row on PostgreSQL, the IMMEDIATE transaction does on SQLite.
        Raises ``ChangedMeanwhile`` when the record is no longer at ``version``.
        """
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("claim() belongs inside a transaction")
        rows = type(self)._base_manager.filter(pk=self.pk, version=version)
        if not rows.update(version=version + 1):
            raise ChangedMeanwhile(self)
        self.version = version + 1

    def save_with_history(self, *, by, why: str) -> None:
        """Save, and remember who did it (a user, or ``None`` for the program itself) and why."""
        self._history_user = by
        self._change_reason = why
        self.save()


class Sourced(models.Model):
    """A fact taken from elsewhere keeps the place it was taken from."""

    source_name = models.CharField(_("source"), max_length=200, blank=True, default="")
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True, default="")
    source_date = models.DateField(_("date of the source"), null=True, blank=True)
    source_date_precision = precision_field(
        _("precision of the source's date"), default=Precision.UNKNOWN
    )
    note = models.TextField(_("note for staff"), blank=True, default="")

    class Meta:
        abstract = True

    @property
    def has_source(self) -> bool:
        return bool(self.source_name or self.source_url)

    @property
    def source_title(self) -> str:
        """What to call the source: its name, else the site that it stands on."""
        return self.source_name or site_of(self.source_url)

    @property
    def source_published(self) -> PartialDate:
        return PartialDate(self.source_date, self.source_date_precision)


def site_of(url: str) -> str:
    """Return the name of the site that ``url`` stands on: "www.stz.nl" becomes "stz.nl"."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def in_reader_language(record: models.Model, field: str) -> tuple[str, str]:
    """Return the text of ``field`` for the reader, and the language that it is in.

    English readers get the field ``<field>_en`` where it is filled and otherwise the Dutch text,
    marked as Dutch, so that the page can say so to a screen reader.
    """
    if get_language() == "en" and (text := getattr(record, f"{field}_en")):
        return text, "en"
    return getattr(record, field), "nl"
