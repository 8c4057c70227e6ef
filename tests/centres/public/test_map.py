"""The map: a dot where a hospital or a centre is, the same links in the list beside it."""

import datetime

import pytest
from django.urls import reverse

from centres.models import Centre
from centres.public.map import map_of_centres, map_of_hospital, map_of_hospitals, projected
from hospitals.models import RegisterVersion
from tests.builders import (
    make_centre,
    make_condition,
    make_hospital,
    make_member,
    make_public_source_recognition,
    make_recognition,
)
from tests.pages import SVG, Page, text_of

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 7, 2)
UTRECHT, ZWOLLE = ("52.09000", "5.12000"), ("52.51000", "6.09000")


def make_at(where, **over):
    hospital = make_member(**over)
    hospital.locations.update(latitude=where[0], longitude=where[1])
    return hospital


def map_on(*centres, here=None):
    keys = [centre.pk for centre in centres]
    return map_of_centres(DAY, Centre.objects.filter(pk__in=keys).for_cards(DAY), here)


def test_north_is_above_and_east_is_right_within_the_drawing():
    (x1, y1), (x2, y2) = projected(52.09, 5.12), projected(52.51, 6.09)
    assert 0 < x1 < x2 < 900
    assert 0 < y2 < y1 < 1072


def test_hospitals_of_one_town_stand_side_by_side_and_hidden_ones_nowhere():
    make_at(UTRECHT, name="A", slug="a")
    make_at(UTRECHT, name="B", slug="b")
    make_member(name="Zonder punt")
    make_hospital(name="Nooit lid")
    dots = map_of_hospitals(RegisterVersion.current().number).dots
    assert [(dot.slug, dot.page) for dot in dots] == [
        ("a", "hospitals:detail"), ("b", "hospitals:detail")
    ]  # fmt: skip
    assert (dots[1].x - dots[0].x, dots[1].y - dots[0].y) == (30, 0)


def test_a_dot_leads_to_the_one_centre_or_to_the_hospital_of_several():
    first, second = make_at(UTRECHT, name="A", slug="a"), make_at(ZWOLLE, name="B", slug="b")
    alone, one, other = make_centre(first), make_centre(second), make_centre(second)
    for centre in (alone, one, other):
        make_recognition(centre)
    dots = map_on(alone, one, other).dots
    assert {(dot.page, dot.slug, dot.number, dot.is_certain) for dot in dots} == {
        ("centres:detail", alone.slug, 1, True), ("hospitals:detail", "b", 2, True)
    }  # fmt: skip


def test_a_dot_is_open_where_no_centre_is_certainly_recognised():
    centre = make_centre(make_at(UTRECHT))
    make_public_source_recognition(centre, "2018")
    (dot,) = map_on(centre).dots
    assert not dot.is_certain
    assert dot.label.endswith("volgens een openbare bron erkend in 2018")


def test_the_dot_of_the_page_itself_is_marked_and_no_link():
    centre, other = make_centre(make_at(UTRECHT)), make_centre(make_at(ZWOLLE))
    make_recognition(centre)
    make_recognition(other)
    dots = map_on(centre, other, here=centre).dots
    assert sorted((dot.is_here, dot.page) for dot in dots) == [
        (False, "centres:detail"), (True, "")
    ]  # fmt: skip


def test_without_coordinates_there_is_no_map(client, clock):
    hospital = make_member()
    centre = make_centre(hospital, conditions=[condition := make_condition(slug="artrose")])
    make_recognition(centre)
    assert (map_on(centre), map_of_hospital(hospital)) == (None, None)
    assert map_of_hospitals(RegisterVersion.current().number) is None
    for page in (centre, hospital, condition):
        assert Page(client.get(page.get_absolute_url())).all("figure", "map") == []


def test_every_link_of_the_map_stands_in_the_list_too(client, clock):
    condition = make_condition(slug="artrose")
    for where in (UTRECHT, ZWOLLE):
        make_recognition(make_centre(make_at(where), conditions=[condition]))
    for url in (condition.get_absolute_url(), reverse("hospitals:list"), reverse("centres:home")):
        page = Page(client.get(url))
        (drawing,) = page.all("figure", "map")
        on_map = [link.get("href") for link in drawing.iter(f"{SVG}a")]
        assert len(on_map) == 2, url
        assert set(on_map) <= set(page.links(outside="map"))
        assert [text_of(link.find(f"{SVG}title")) for link in drawing.iter(f"{SVG}a")] == [
            link.get("aria-label") for link in drawing.iter(f"{SVG}a")
        ]
