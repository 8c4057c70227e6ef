"""The addresses: each in two languages, each leading to the same place."""

import pytest
from django.urls import resolve
from django.utils.translation import override

from tests.pages import address

ENGLISH = {
    "centres:home": "/en/",
    "centres:list": "/en/centres/",
    "centres:condition_list": "/en/conditions/",
    "hospitals:list": "/en/hospitals/",
    "centres:round_list": "/en/rounds/",
    "centres:criteria": "/en/criteria/",
    "centres:about": "/en/about/",
    "centres:glossary": "/en/glossary/",
    "centres:privacy": "/en/privacy/",
    "centres:accessibility": "/en/accessibility/",
}

DUTCH = {
    "centres:home": "/",
    "centres:list": "/centra/",
    "centres:condition_list": "/aandoeningen/",
    "hospitals:list": "/ziekenhuizen/",
    "centres:round_list": "/rondes/",
    "centres:criteria": "/criteria/",
    "centres:about": "/over/",
    "centres:glossary": "/woordenlijst/",
    "centres:privacy": "/privacy/",
    "centres:accessibility": "/toegankelijkheid/",
    "admin:index": "/beheer/",
    "account_login": "/account/login/",
}


@pytest.mark.parametrize(("name", "url"), ENGLISH.items())
def test_english_address_stands_under_en(name, url):
    assert address(name) == url


@pytest.mark.parametrize(("name", "url"), DUTCH.items())
def test_dutch_address_is_that_of_the_design(name, url):
    assert address(name, language="nl") == url


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", ["2024-1", "2024-12"])
def test_address_of_a_round_leads_back_to_its_year_and_number(language, code):
    url = address("centres:round_detail", code, language=language)
    with override(language):
        year, number = resolve(url).kwargs["code"]
    assert f"{year}-{number}" == code


@pytest.mark.parametrize("language", ["nl", "en"])
def test_address_without_its_last_slash_leads_to_the_one_with_it(client, language):
    url = address("centres:privacy", language=language)
    response = client.get(url.rstrip("/"))
    assert (response.status_code, response["Location"]) == (301, url)


def test_address_in_the_other_language_does_not_exist(client, db):
    assert client.get("/en/centra/").status_code == 404
    assert client.get("/conditions/").status_code == 404
    assert client.get("/nl/centra/").status_code == 404
