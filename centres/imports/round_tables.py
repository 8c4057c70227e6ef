"""The tables about assessment: criteria, rounds, reported totals."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..editions import put_in_use
from ..models import CriteriaEdition, Criterion, PublishedRound, ReportedTotal, Theme
from .columns import Choice, Column, Number, YesNo
from .date_columns import PartialDay
from .hospital_tables import source_columns
from .references import Reference
from .tables import Table
from .targets import EDITION


class EditionName(Reference):
    """The edition of a criterion; one that is not there yet is made."""

    def makes(self, owner):
        return {CriteriaEdition}

    def read(self, text, row):
        known = row.register.named(self.target, text)
        return known[0] if known else CriteriaEdition(name=text)


class Criteria(Table):
    name, dutch, model = "criteria", "criteria", Criterion
    keys = (("edition", "number"),)
    columns = (
        EditionName("edition", "editie", to=EDITION, required=True, example="2024"),
        Number("number", "nummer", required=True, example="1"),
        Choice(
            "theme", "thema", required=True, example="ervaring",
            words={
                Theme.EXPERIENCE: ("ervaring",),
                Theme.TEAM: ("team",),
                Theme.RESEARCH: ("onderzoek",),
                Theme.PATIENT_VOICE: ("stem_van_de_patient",),
                Theme.COOPERATION: ("samenwerking",),
            },
        ),
        Column("name", "naam", required=True, example="Jaren ervaring"),
        Column("name_en", "naam_engels", example="Years of experience"),
        Column("text", "tekst", required=True, example="Het centrum heeft al jaren ervaring."),
        Column("text_en", "tekst_engels", example="The centre has had years of experience."),
    )  # fmt: skip

    def prepare(self, record, register, *, by, why):
        edition = record.edition
        if edition.pk is None:
            edition.full_clean()
            edition.save_with_history(by=by, why=why)
            register.add(edition)
            record.edition = edition  # the key is copied when it is assigned


class Rounds(Table):
    name, dutch, model = "rounds", "rondes", PublishedRound
    keys = (("year", "number"),)
    columns = (
        Number("year", "jaar", required=True, example="2024"),
        Number("number", "nummer", required=True, example="1"),
        PartialDay("released_on", "openbaar_op", example="1-5-2024"),
        Reference("edition", "editie", to=EDITION, required=True, example="2024"),
        Number("handled", "behandeld", example="54"),
        Number("recognised", "erkend", example="28"),
        Number("recognised_new", "erkend_nieuw", aliases=("new", "nieuw"), example="5"),
        Number(
            "recognised_again", "erkend_opnieuw", aliases=("reassessed", "herbeoordeeld"),
            example="23",
        ),
        Choice(
            "figures_origin", "herkomst_cijfers", required=True, example="gemeld",
            words={
                PublishedRound.Figures.COMPUTED: ("berekend",),
                PublishedRound.Figures.REPORTED: ("gemeld",),
            },
        ),
        *source_columns(),
    )  # fmt: skip

    def check(self, record, *, on):
        record.refuse_unreleased(on)
        computed = PublishedRound.Figures.COMPUTED
        if PublishedRound.objects.filter(pk=record.pk, figures_origin=computed).exists():
            raise ValidationError(
                _("This round was released in the register. It does not change."), code="computed"
            )

    def finish(self, *, by, why, on):
        """Put the editions in use by which a round judged, so that nobody edits them any more."""
        used = CriteriaEdition.objects.filter(rounds__isnull=False, in_use_since__isnull=True)
        for edition in used.distinct():
            try:
                put_in_use(edition, version=edition.version, on=on, by=by, why=why)
            except ValidationError as error:
                yield edition.name, " ".join(error.messages)


class RoundCode(Reference):
    """A round such as 2024-1, which Excel may have made into January 2024."""

    def read(self, text, row):
        return super().read(re.sub(r"^([0-9]{4})-0([0-9])$", r"\1-\2", text), row)


class ReportedTotals(Table):
    name, dutch, model = "reported_totals", "gemelde_aantallen", ReportedTotal
    keys = (("as_of", "scope"),)
    columns = (
        PartialDay("as_of", "per", required=True, example="2022"),
        Number("count", "aantal", required=True, example="281"),
        YesNo("is_approximate", "ongeveer", example="nee"),
        Column("scope", "geteld_over", required=True, example="27 ziekenhuizen"),
        Column("scope_en", "geteld_over_engels", example="27 hospitals"),
        *source_columns(),
    )
