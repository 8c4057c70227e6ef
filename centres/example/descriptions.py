"""What an invented centre is called, what it is about, and the texts and addresses with it."""

import datetime

from django.utils.text import slugify

from centres.models import AgeGroup, Centre, Condition, Kind, Reach
from hospitals.models import Hospital, Verification

from .chance import Chance
from .days import days_after
from .words import EXAMPLE, within_sentence

NAMES = {
    Kind.CONDITION: ("Voorbeeldcentrum {}", "Example centre for {}"),
    Kind.DIAGNOSTICS: ("Voorbeeldlaboratorium {}", "Example laboratory for {}"),
    Kind.TREATMENT: ("Voorbeeldkliniek behandeling van {}", "Example clinic for treating {}"),
    Kind.ORGANISATION: ("Voorbeeldketen zorg & hulp bij {}", "Example care chain for {}"),
}
PLAIN_NAMES = {
    Kind.CONDITION: ("{} (voorbeeld)", "{} (example)"),
    Kind.DIAGNOSTICS: ("{}: onderzoek (voorbeeld)", "{}: diagnostics (example)"),
    Kind.TREATMENT: ("{}: behandeling (voorbeeld)", "{}: treatment (example)"),
    Kind.ORGANISATION: ("{}: zorg op maat (voorbeeld)", "{}: integrated care (example)"),
}
PEOPLE = {
    AgeGroup.CHILDREN: ("kinderen", "children"),
    AgeGroup.ADULTS: ("volwassenen", "adults"),
    AgeGroup.ALL: ("kinderen en volwassenen", "children and adults"),
    "": ("mensen", "people"),
}


class Names:
    """Names that stand once per hospital: the second of a kind is numbered 2."""

    def __init__(self):
        self.given: dict[tuple[int, str], int] = {}

    def next(self, hospital: Hospital, name: str) -> str:
        times = self.given[hospital.pk, name] = self.given.get((hospital.pk, name), 0) + 1
        return name if times == 1 else f"{name} {times}"


def describe(
    number: int,
    *,
    hospital: Hospital,
    condition: Condition,
    names: Names,
    day: datetime.date,
    chance: Chance,
) -> Centre:
    """Return the centre with this ``number``, not saved yet and still without a permanent id.

    Some centres lack a text, a contact or a confirmation, as in any real register.
    """
    kinds, age_groups = Kind.values, list(PEOPLE)
    kind = kinds[number % len(kinds)] if number < len(kinds) else chance.choice(kinds)
    age_group = (
        age_groups[number % len(age_groups)]
        if number < len(age_groups)
        else chance.choice(age_groups)
    )
    name = names.next(hospital, NAMES[kind][0].format(within_sentence(condition.name)))
    centre = Centre(
        slug=slugify(f"{name} {hospital.short_name}"),
        hospital=hospital,
        name=name,
        kind=kind,
        age_group=age_group,
        reach=chance.choice(["", *Reach.values]),
        confirmed_on=_confirmed_on(day, chance),
        verified=chance.choice(Verification.values),
        source_name=EXAMPLE,
    )
    _add_plain_and_english_names(centre, condition, chance)
    _add_texts(centre, condition, chance)
    _add_contact(centre, chance)
    return centre


def _confirmed_on(day: datetime.date, chance: Chance) -> datetime.date | None:
    """Return a day in the last three years, or nothing for one in four."""
    days_ago = chance.randint(1, 1000)
    return None if chance.one_in(4) else days_after(day, -days_ago)


def _add_plain_and_english_names(centre: Centre, condition: Condition, chance: Chance) -> None:
    if not chance.one_in(10):
        plain, plain_en = PLAIN_NAMES[centre.kind]
        centre.plain_name = plain.format(condition.name)
        centre.plain_name_en = plain_en.format(condition.name_en)
    if not chance.one_in(10):
        centre.name_en = NAMES[centre.kind][1].format(within_sentence(condition.name_en))


def _add_texts(centre: Centre, condition: Condition, chance: Chance) -> None:
    if chance.one_in(8):
        return
    people, people_en = PEOPLE[centre.age_group]
    name, name_en = within_sentence(condition.name), within_sentence(condition.name_en)
    centre.for_whom = f"Voorbeeldtekst. Dit centrum is voor {people} met {name}."
    centre.for_whom_en = f"Example text. This centre is for {people_en} with {name_en}."
    centre.referral_route = "Voorbeeldtekst. Uw huisarts of specialist verwijst u."
    centre.referral_route_en = "Example text. Your GP or specialist refers you."


def _add_contact(centre: Centre, chance: Chance) -> None:
    """Add addresses under example.org, where nobody is reached, and no telephone number."""
    if chance.one_in(6):
        return
    domain = f"{slugify(centre.hospital.short_name)}.example.org"
    centre.referral_email = f"verwijzen@{domain}"
    centre.referral_url = f"https://{domain}/verwijzen/"
    if chance.one_in(2):
        centre.advice_email = f"advies@{domain}"
