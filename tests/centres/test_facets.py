"""The counts beside the options: each is what choosing that option gives."""

import datetime

from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from centres.filters import CentreFilter
from centres.models import AgeGroup, Kind
from centres.remembered import forget_all
from centres.search.current import snapshots
from centres.search.listing import counts as counts_of
from centres.search.ranking import find
from centres.status import EndedHow, Outcome
from hospitals.models import RegisterVersion
from tests.builders import (
    make_centre,
    make_hospital,
    make_location,
    make_membership,
    make_public_source_recognition,
    make_recognition,
    make_specialty,
    make_suspension,
)

TODAY = datetime.date(2026, 3, 2)
EARLIER = datetime.date(2025, 1, 1)

LIVES = {
    "recognised": lambda centre: make_recognition(centre),
    "requirements": lambda centre: make_recognition(centre, outcome=Outcome.WITH_REQUIREMENTS),
    "suspended": lambda centre: make_suspension(make_recognition(centre), EARLIER),
    "returned": lambda centre: make_recognition(
        centre, ended_how=EndedHow.RETURNED, last_day=EARLIER
    ),
    "unconfirmed": lambda centre: make_public_source_recognition(centre),
    "none": lambda centre: None,
}

centres = st.lists(
    st.fixed_dictionaries(
        {
            "hospital": st.integers(0, 2),
            "kind": st.sampled_from(Kind.values),
            "age_group": st.sampled_from(["", *AgeGroup.values]),
            "specialties": st.sets(st.integers(0, 2)),
            "locations": st.sets(st.integers(0, 1)),
            "life": st.sampled_from(sorted(LIVES)),
        }
    ),
    min_size=1,
    max_size=8,
)

chosen = st.fixed_dictionaries(
    {},
    optional={
        "ziekenhuis": st.sets(st.sampled_from(["h0", "h1", "h2"]), min_size=1),
        "provincie": st.sets(st.sampled_from(["Drenthe", "Utrecht", "Zeeland"]), min_size=1),
        "plaats": st.sets(st.sampled_from(["Plaats 0", "Plaats 1"]), min_size=1),
        "soort": st.sets(st.sampled_from(Kind.values), min_size=1),
        "specialisme": st.sets(st.sampled_from(["s0", "s1", "s2"]), min_size=1),
        "leeftijd": st.sets(st.sampled_from(["onbekend", "adults"]), min_size=1),
        "status": st.sets(st.sampled_from(["recognised", "returned", "suspended"]), min_size=1),
        "q": st.sampled_from(["Expertise", "Plaats", "niets"]).map(lambda word: {word}),
    },
)


def filters(values: dict[str, set[str]]) -> CentreFilter:
    query = QueryDict(mutable=True)
    for name, some in values.items():
        query.setlist(name, sorted(some))
    version = RegisterVersion.current().number
    filterset = CentreFilter(query, day=TODAY, version_number=version)
    assert filterset.form.is_valid(), filterset.form.errors
    return filterset


def counts(values: dict[str, set[str]]) -> dict[str, dict[str, int]]:
    values = {**filters(values).form.cleaned_data}
    snapshot = snapshots.of_version(RegisterVersion.current().number)
    words = values.pop("q")
    items = find(snapshot.index, words).items if words else snapshot.everything
    found = counts_of(snapshot, items, {k: v for k, v in values.items() if v}, TODAY)
    return {name: dict(options) for name, options in found.items() if options}


def make_hospital_with_two_sites(number: int):
    hospital = make_hospital(slug=f"h{number}")
    make_membership(hospital)
    province = ("Drenthe", "Utrecht", "Utrecht")[number]
    make_location(hospital, place=f"Plaats {number}", province=province)
    make_location(hospital, place="Elders", province="Zeeland", is_main=False)
    return hospital


class CountsOfOptions(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hospitals = [make_hospital_with_two_sites(number) for number in range(3)]
        cls.specialties = [make_specialty(slug=f"s{number}") for number in range(3)]

    @settings(max_examples=25, deadline=None)
    @given(centres, chosen)
    def test_count_of_an_option_is_what_choosing_it_gives(self, centres, chosen):
        forget_all()
        for each in centres:
            self.make(**each)
        for name, options in counts(chosen).items():
            for value, number in options.items():
                narrowed = filters(chosen | {name: {value}}).narrowed()
                assert narrowed.count() == number > 0

    @settings(max_examples=25, deadline=None)
    @given(centres, chosen)
    def test_options_without_a_count_give_nothing(self, centres, chosen):
        forget_all()
        for each in centres:
            self.make(**each)
        found = counts(chosen)
        for name, field in filters(chosen).form.fields.items():
            absent = {value for value, _label in getattr(field, "choices", ())}
            for value in absent - set(found.get(name, {})):
                assert filters(chosen | {name: {value}}).narrowed().count() == 0

    def make(self, *, hospital, specialties, locations, life, **over):
        centre = make_centre(
            self.hospitals[hospital],
            specialties=[self.specialties[number] for number in specialties],
            **over,
        )
        sites = list(centre.hospital.locations.all())
        centre.locations.set([sites[number] for number in locations])
        LIVES[life](centre)
