"""The invented people: two editors, a committee of eight, and the contacts of hospitals."""

import datetime
from typing import NamedTuple

from django.utils.text import slugify

from centres.example.accounts import EDITOR, ROLES, Role, person
from centres.example.days import days_after, years_after
from hospitals.models import Hospital

from ..models import CommitteeMember, Contact, Employer

NOBODY = Role("", is_staff=False)
ACCOUNTS = ROLES | {
    "redacteur-2": Role("second editor, for what takes two people", EDITOR),
    "voorzitter": NOBODY._replace(title="chair of the committee"),
    "commissielid": NOBODY._replace(title="committee member"),
    "belang": NOBODY._replace(title="committee member with conflicts of interest"),
    "ziekenhuis": NOBODY._replace(title="contact of a hospital"),
}
"""The accounts to try an example out with, by what they are called."""

CHAIR, DEPUTY, MEMBER = CommitteeMember.Role.values
COMMITTEE = (
    ("voorzitter", "Vera", CHAIR),
    ("commissielid", "Carel", MEMBER),
    ("belang", "Bella", MEMBER),
    ("commissielid-2", "Dunya", DEPUTY),
    ("commissielid-3", "Emre", MEMBER),
    ("commissielid-4", "Fenna", MEMBER),
    ("commissielid-5", "Gijs", MEMBER),
    ("commissielid-6", "Hanna", MEMBER),
)
SURNAME = "Voorbeeld"
CONTACTS = 4


class People(NamedTuple):
    """Who does what in an example."""

    recorder: object
    releaser: object
    committee: dict[str, CommitteeMember]  # by the name of the account

    @property
    def chair(self) -> CommitteeMember:
        return self.committee["voorzitter"]


def make_people(hospitals: list[Hospital], day: datetime.date) -> People:
    """Write the committee with its employers, and the contacts of the first hospitals."""
    committee = {name: _member(*about, day) for name, *about in _named_committee()}
    _employ(committee, hospitals, day)
    for number, hospital in enumerate(hospitals[:CONTACTS]):
        _make_contact(hospital, person("ziekenhuis") if number == 0 else None)
    return People(named("redacteur", "Ruben"), named("redacteur-2", "Renske"), committee)


def named(account: str, first_name: str):
    """Return the invented person with a name."""
    user = person(account)
    user.first_name, user.last_name = first_name, SURNAME
    user.save()
    return user


def _named_committee():
    for account, first_name, role in COMMITTEE:
        yield account, named(account, first_name), role


def _member(user, role: str, day: datetime.date) -> CommitteeMember:
    return CommitteeMember.objects.create(user=user, role=role, member_from=years_after(day, -6))


def _employ(committee: dict[str, CommitteeMember], hospitals: list[Hospital], day) -> None:
    """Let some work at a hospital of STZ, one have worked there, and the others elsewhere."""
    inside = {"belang": hospitals[0], "commissielid-3": hospitals[1 % len(hospitals)]}
    for number, (name, member) in enumerate(committee.items(), start=1):
        where = {"outside_name": f"Voorbeeldinstelling {number}"}
        if name in inside:
            where = {"hospital": inside[name]}
        since = years_after(day, -5)
        Employer.objects.create(member=member, employed_from=since, **where)
    Employer.objects.create(
        member=committee["commissielid-4"],
        hospital=hospitals[2 % len(hospitals)],
        employed_from=years_after(day, -9),
        employed_through=days_after(years_after(day, -5), -1),
    )


def _make_contact(hospital: Hospital, user) -> None:
    Contact.objects.create(
        hospital=hospital,
        name=f"Kwaliteitsbureau {hospital.short_name} (voorbeeld)",
        email=address_at(hospital),
        position="kwaliteitsfunctionaris",
        user=user,
    )


def address_at(hospital: Hospital) -> str:
    """Return an address where nobody is reached."""
    return f"kwaliteit@{slugify(hospital.short_name)}.example.org"
