"""The addresses for search engines and other machines."""

import datetime
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from centres.models import Centre, Recognition
from hospitals.models import Hospital
from tests.builders import (
    make_centre,
    make_condition,
    make_hospital,
    make_member,
    make_recognition,
    make_round,
    make_suspension,
)
from tests.conftest import set_clock

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
XML = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def pages(client, section: str) -> dict[str, str | None]:
    """Return the addresses of a file of the sitemap with their ``lastmod``."""
    root = ElementTree.fromstring(client.get(reverse("sitemap", args=[section])).content)
    return {
        url.find(f"{XML}loc").text.removeprefix(SITE): url.findtext(f"{XML}lastmod") for url in root
    }


def in_both(record) -> set[str]:
    urls = set()
    for language in ("nl", "en"):
        with override(language):
            urls.add(record.get_absolute_url())
    return urls


def age(kind, day: datetime.date) -> None:
    """Let all that happened to records of a kind have happened on ``day``."""
    moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    kind.history.update(history_date=moment)


def test_index_names_every_file(client, clock):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    assert [each.find(f"{XML}loc").text for each in root] == [
        f"{SITE}/sitemap-{name}.xml"
        for name in ("pages", "texts", "centres", "conditions", "hospitals", "rounds")
    ]
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_sitemap_holds_what_the_public_sees_and_nothing_else(client, clock):
    condition, lonely = make_condition(), make_condition()
    centre = make_centre(make_member(), conditions=[condition])
    make_recognition(centre)
    make_centre(make_hospital(), conditions=[lonely])  # not recognised, never a member
    merged = make_centre(centre.hospital, merged_into=centre)
    make_recognition(merged)
    round_ = make_round(2024)
    assert set(pages(client, "centres")) == in_both(centre)
    assert set(pages(client, "conditions")) == in_both(condition)
    assert set(pages(client, "hospitals")) == in_both(centre.hospital)
    assert set(pages(client, "rounds")) == in_both(round_)
    assert {"/", "/en/", "/centra/", "/en/centres/"} <= set(pages(client, "pages"))


def test_a_change_moves_the_day_of_its_own_pages_and_no_others(client, clock):
    changed, neighbour = make_centre(make_member()), make_centre(make_member())
    early = datetime.date(2024, 6, 1)
    for centre in (changed, neighbour):
        make_recognition(centre)
    for kind in (Centre, Recognition, Hospital):
        age(kind, early)
    changed.plain_name = "Nieuw"
    changed.save_with_history(by=None, why="Nieuwe naam")
    saved_on = timezone.localtime(changed.history.first().history_date).date().isoformat()
    days = pages(client, "centres")
    assert {days[url] for url in in_both(changed)} == {saved_on}
    assert {days[url] for url in in_both(neighbour)} == {"2024-06-01"}
    days = pages(client, "hospitals")
    assert {days[url] for url in in_both(changed.hospital)} == {saved_on}


@pytest.mark.parametrize(
    ("today", "expected"),
    [("2028-04-30", "2024-05-01"), ("2028-05-01", "2028-05-01"), ("2028-05-02", "2028-05-01")],
)
def test_a_status_that_turns_is_a_change(client, monkeypatch, today, expected):
    set_clock(monkeypatch, datetime.date.fromisoformat(today))
    centre = make_centre(make_member())
    make_recognition(centre)
    for kind in (Centre, Recognition):
        age(kind, datetime.date(2024, 1, 1))
    assert set(pages(client, "centres").values()) == {expected}


def test_a_suspension_that_ends_is_a_change(client, clock):
    centre = make_centre(make_member())
    make_suspension(make_recognition(centre), datetime.date(2025, 1, 1),
                    suspended_through=datetime.date(2025, 1, 31))  # fmt: skip
    for kind in (Centre, Recognition):
        age(kind, datetime.date(2024, 1, 1))
    type(centre.recognitions.get().suspensions.get()).history.all().delete()
    assert set(pages(client, "centres").values()) == {"2025-02-01"}


def test_robots_are_kept_from_workplaces_and_suggestions(client):
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /beheer/",
        "Disallow: /beoordelen/",
        "Disallow: /account/",
        "Disallow: /zoeken/suggesties",
        "Disallow: /en/admin/",
        "Disallow: /en/assess/",
        "Disallow: /en/account/",
        "Disallow: /en/search/suggestions",
        f"Sitemap: {SITE}/sitemap.xml",
    ]


def test_security_txt_says_whom_to_tell_and_for_how_long(client, clock, settings):
    settings.CONTACT_EMAIL = "veilig@stz.example"
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    told = dict(line.split(": ", 1) for line in lines)
    assert told["Contact"] == "mailto:veilig@stz.example"
    expires = datetime.datetime.fromisoformat(told["Expires"])
    assert expires == timezone.now().replace(microsecond=0) + datetime.timedelta(days=330)
