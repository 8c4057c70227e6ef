"""The tables about hospitals: themselves, former names, locations, membership of STZ."""

from hospitals.models import FormerName, Hospital, Location, Membership, Province, Verification
from hospitals.partial_dates import PartialDate
from hospitals.sort_keys import fold

from .columns import Choice, Column, Computed, Coordinate, Lines, YesNo
from .date_columns import Day, PartialDay
from .references import Reference
from .tables import Table, free_slug
from .targets import HOSPITAL

VERIFICATION = {
    Verification.YES: ("high", "ja"),
    Verification.PARTLY: ("medium", "deels"),
    Verification.NO: ("low", "nee"),
}


def source_columns() -> tuple[Column, ...]:
    """Return the columns that say where a fact was found."""
    return (
        Column("source_name", "bron", example="Nieuwsbericht van het ziekenhuis"),
        Column("source_url", "bron_adres", example="https://www.ziekenhuis.example/nieuws"),
        PartialDay("source_date", "bron_datum", bound=PartialDate.as_end),
        Column("note", "opmerking"),
    )


def merged_into() -> Column:
    """Return the column with the permanent id of the record in which this one goes on."""
    return Computed(
        "merged_into",
        "opgegaan_in",
        shows=lambda record: record.merged_into and record.merged_into.public_id,
    )


class Hospitals(Table):
    name, dutch, model = "hospitals", "ziekenhuizen", Hospital
    keys = (("id",), ("name",))
    columns = (
        Column("id", "id", field="public_id", fixed=True, example="ZKH-7K3QXM"),
        Column("slug", "adresnaam", fixed=True, example="ziekenhuis-voorbeeld"),
        Column("name", "naam", required=True, example="Ziekenhuis Voorbeeld"),
        Column("short_name", "korte_naam", required=True, example="ZV"),
        Lines("other_names", "andere_namen", example="Voorbeeld | Voorbeeldziekenhuis"),
        Column("website", "website", example="https://www.ziekenhuis.example"),
        Column("agb", "agb", example="06010101"),
        Column("ura", "ura", example="00000001"),
        Column("kvk", "kvk", example="00000001"),
        Choice("verified", "bevestigd", words=VERIFICATION, empty=Verification.NO, example="ja"),
        *source_columns(),
        merged_into(),
    )

    def prepare(self, record, register, *, by, why):
        record.slug = record.slug or free_slug(record.name, Hospital, register)


class HospitalNames(Table):
    name, dutch, model = "hospital_names", "ziekenhuisnamen", FormerName
    keys = (("hospital", "name"),)
    columns = (
        Reference("hospital", "ziekenhuis", to=HOSPITAL, required=True, example="ZV"),
        Column("name", "naam", required=True, example="Ziekenhuis Vroeger"),
        Column("short_name", "korte_naam", example="ZVr"),
        PartialDay(
            "used_through",
            "gebruikt_tot_en_met",
            bound=PartialDate.as_end,
            example="31-12-2024",
        ),
        *source_columns(),
    )


class Locations(Table):
    name, dutch, model = "locations", "locaties", Location
    keys = (("hospital", "place", "name"), ("hospital", "name"))
    owner = "hospital"
    columns = (
        Reference("hospital", "ziekenhuis", to=HOSPITAL, required=True, example="ZV"),
        Column("name", "naam", example="Ziekenhuis Voorbeeld, locatie Noord"),
        Column("address", "adres", example="Voorbeeldstraat 1"),
        Column("postcode", "postcode", example="1234 AB"),
        Column("place", "plaats", example="Zwolle"),
        Choice(
            "province",
            "provincie",
            words=dict.fromkeys(Province, ()),
            empty="",
            example="Overijssel",
        ),
        Coordinate("latitude", "breedtegraad", example="52,513"),
        Coordinate("longitude", "lengtegraad", example="6,094"),
        YesNo("is_main", "hoofdlocatie", example="ja"),
        *source_columns(),
    )

    def nearest(self, values, candidates):
        """Return the nameless location in the same place."""
        if values["name"]:
            return None
        place = fold(values["place"])
        return next((one for one in candidates if (one.name, fold(one.place)) == ("", place)), None)


class Memberships(Table):
    name, dutch, model = "memberships", "lidmaatschappen", Membership
    keys = (("hospital", "member_from"),)
    owner = "hospital"
    columns = (
        Reference("hospital", "ziekenhuis", to=HOSPITAL, required=True, example="ZV"),
        PartialDay("member_from", "lid_van", example="2011"),
        Day("member_through", "lid_tot_en_met", example="31-12-2024"),
        *source_columns(),
    )

    def nearest(self, values, candidates):
        """Return the running membership: a hospital has one, whenever it is said to begin."""
        if values["member_through"]:
            return None
        return next((one for one in candidates if one.member_through is None), None)
