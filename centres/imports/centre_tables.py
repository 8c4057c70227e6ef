"""The tables about centres: themselves, their recognitions, their yearly figures."""

from operator import attrgetter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitals.models import Verification
from hospitals.partial_dates import PartialDate

from ..confirmations import refuse_confirmation_ahead
from ..models import AgeGroup, Centre, CentreName, Kind, Reach, Recognition, YearlyFigure
from ..status import Origin, Outcome
from .columns import Choice, Column, Computed, Number, YesNo
from .date_columns import Day, PartialDay
from .hospital_tables import VERIFICATION, merged_into, source_columns
from .lists import Children, Partners
from .references import Links, Narrowing, OwnLocations, Reference
from .round_tables import RoundCode
from .tables import Table, free_slug
from .targets import (
    CENTRE,
    CONDITION,
    HOSPITAL,
    LOCATION,
    PATIENT_ORGANISATION,
    ROUND,
    SPECIALTY,
)


class Centres(Table):
    name, dutch, model = "centres", "centra", Centre
    keys = (("id",), ("hospital", "name"))
    along = (
        "specialties",
        "conditions",
        "locations",
        "patient_organisations",
        "other_names",
        "partners__hospital",
    )
    columns = (
        Column("id", "id", field="public_id", fixed=True, example="TEC-7K3QXM"),
        Column("slug", "adresnaam", fixed=True, example="longkanker-zv"),
        Reference(
            "hospital", "ziekenhuis", to=HOSPITAL, required=True, fixed=True, example="ZV"
        ),
        Column("name", "naam", required=True, example="Longkanker"),
        Column("name_en", "naam_engels", example="Lung cancer"),
        Column("plain_name", "gewone_naam", example="Longkanker"),
        Column("plain_name_en", "gewone_naam_engels", example="Lung cancer"),
        Children(
            "alternative_names", "andere_namen", relation="other_names",
            kind=CentreName.Kind.ALTERNATIVE, example="Longcentrum | Centrum voor longkanker",
        ),
        Children(
            "former_names", "vroegere_namen", relation="other_names",
            kind=CentreName.Kind.FORMER, example="Longoncologie",
        ),
        Choice(
            "kind", "soort", required=True, example="aandoening",
            words={
                Kind.CONDITION: ("ziektebeeld", "aandoening"),
                Kind.DIAGNOSTICS: ("diagnostiek",),
                Kind.TREATMENT: ("behandeling",),
                Kind.ORGANISATION: ("organisatie",),
            },
        ),
        Links("specialties", "specialismen", to=SPECIALTY, example="Longziekten | Oncologie"),
        Links("conditions", "aandoeningen", to=CONDITION, example="Longkanker"),
        OwnLocations("locations", "locaties", to=LOCATION, example="Zwolle"),
        Partners(
            "partners", "partners", relation="partners", to=HOSPITAL, id_prefix="ZKH-",
            example="Radboudumc | ZKH-7K3QXM",
        ),
        Choice(
            "age_group", "leeftijd", example="volwassenen",
            words={
                AgeGroup.CHILDREN: ("kinderen",),
                AgeGroup.ADULTS: ("volwassenen",),
                AgeGroup.ALL: ("alle_leeftijden", "alle"),
            },
        ),
        Choice(
            "reach", "bereik", example="bovenregionaal",
            words={
                Reach.SUPRAREGIONAL: ("bovenregionaal",),
                Reach.NATIONAL: ("landelijk",),
            },
        ),
        Column("for_whom", "voor_wie", example="Voor mensen met longkanker."),
        Column("for_whom_en", "voor_wie_engels", example="For people with lung cancer."),
        Column("referral_route", "verwijzen", example="Verwijs via ZorgDomein."),
        Column("referral_route_en", "verwijzen_engels", example="Refer through ZorgDomein."),
        Column("referral_phone", "verwijzen_telefoon", example="038 123 45 67"),
        Column("referral_email", "verwijzen_email", example="longen@ziekenhuis.example"),
        Column("referral_url", "verwijzen_webpagina", example="https://www.ziekenhuis.example/l"),
        Column("advice_phone", "overleg_telefoon", example="038 123 45 68"),
        Column("advice_email", "overleg_email", example="overleg@ziekenhuis.example"),
        Links(
            "patient_organisations", "patientenorganisaties", to=PATIENT_ORGANISATION,
            example="Longkanker Nederland",
        ),
        Day("confirmed_on", "bevestigd_op"),
        Choice("verified", "bevestigd", words=VERIFICATION, empty=Verification.NO, example="ja"),
        *source_columns(),
        Computed("status", "status", shows=attrgetter("status_on_day")),
        merged_into(),
    )  # fmt: skip

    def check(self, record, *, on):
        refuse_confirmation_ahead(record.confirmed_on, day=on)

    def prepare(self, record, register, *, by, why):
        text = f"{record.name} {record.hospital.short_name}"
        record.slug = record.slug or free_slug(text, Centre, register)


class Recognitions(Table):
    name, dutch, model = "recognitions", "erkenningen", Recognition
    keys = (("centre", "valid_from"),)
    owner = "centre"
    along = ("centre__hospital",)
    columns = (
        Narrowing("hospital", "ziekenhuis", to=HOSPITAL, of="centre", example="ZV"),
        Reference(
            "centre", "centrum", to=CENTRE, within=("hospital",), required=True,
            example="TEC-7K3QXM",
        ),
        PartialDay("valid_from", "geldig_van", example="1-5-2024"),
        PartialDay(
            "valid_through", "geldig_tot_en_met", bound=PartialDate.as_end, example="30-4-2028"
        ),
        Column(
            "term_source_url", "bron_adres_termijn", example="https://www.stz.nl/erkenning"
        ),
        Choice(
            "outcome", "uitkomst", empty=Outcome.NOT_STATED, example="volledig",
            words={
                Outcome.FULL: ("volledig",),
                Outcome.WITH_REQUIREMENTS: ("met_voorwaarden",),
                Outcome.NOT_STATED: ("unknown", "onbekend"),
            },
        ),
        Choice(
            "origin", "herkomst", required=True, example="register",
            words={
                Origin.REGISTER: ("stz", "register"),
                Origin.PUBLIC_SOURCE: ("openbare_bron",),
                Origin.DECISION: ("besluit",),
            },
        ),
        RoundCode("round", "ronde", to=ROUND, example="2024-1"),
        YesNo("is_reassessment", "herbeoordeling", empty=None, example="ja"),
        *source_columns(),
        Computed("centre_name", "naam_centrum", shows=attrgetter("centre.title_nl")),
        Computed("extended_through", "verlengd_tot_en_met", shows=attrgetter("extended_through")),
        Computed("ended_how", "hoe_geeindigd", shows=attrgetter("ended_how")),
        Computed("last_day", "laatste_dag", shows=attrgetter("last_day")),
        Computed("status", "status", shows=attrgetter("status_on_day")),
    )  # fmt: skip

    def pick(self, values, found):
        """Return the one of the same origin, where a centre has several with this start."""
        return next((one for one in found if one.origin == values["origin"]), found[0])

    def nearest(self, values, candidates):
        """Return the one whose start is the same as far as one of the two sources knows it.

        So STZ's own list makes "2024", found in a public source, into 1 May 2024.
        """
        start = values["valid_from"].isoformat()
        for one in candidates:
            public = Origin.PUBLIC_SOURCE in (one.origin, values["origin"])
            if public and start and agree(start, one.first_known.isoformat()):
                return one
        return None

    def prepare(self, record, register, *, by, why):
        if record.origin == Origin.DECISION:
            raise ValidationError(
                {"origin": _("A decision comes out of an assessment, never out of a list.")}
            )

    def judge(self, record, values):
        if Origin.DECISION in (record.origin, values["origin"]):
            raise ValidationError(
                _("This recognition was decided in the register; a list does not change it."),
                code="decided_here",
            )
        if (record.origin, values["origin"]) == (Origin.REGISTER, Origin.PUBLIC_SOURCE):
            raise ValidationError(
                _("This recognition is known from STZ's own records; a public source does not"
                  " change it."),
                code="known_better",
            )  # fmt: skip


def agree(one: str, other: str) -> bool:
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


class YearlyFigures(Table):
    name, dutch, model = "yearly_figures", "jaarcijfers", YearlyFigure
    keys = (("centre", "year", "measure"),)
    columns = (
        Narrowing("hospital", "ziekenhuis", to=HOSPITAL, of="centre", example="ZV"),
        Reference(
            "centre", "centrum", to=CENTRE, within=("hospital",), required=True,
            example="TEC-7K3QXM",
        ),
        Number("year", "jaar", required=True, example="2024"),
        Column("measure", "wat_geteld", required=True, example="nieuwe patiënten"),
        Column("measure_en", "wat_geteld_engels", example="new patients"),
        Column("definition", "definitie", required=True, example="Eerste bezoek in het jaar."),
        Column("definition_en", "definitie_engels", example="First visit in the year."),
        Number("value", "waarde", required=True, example="120"),
        *source_columns(),
    )  # fmt: skip
