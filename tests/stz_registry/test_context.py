"""What every page knows of itself: its language, and its address in the other one."""

import pytest
from django.utils.translation import override

from stz_registry.context import register
from tests.pages import address


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("centres:home", []),
        ("centres:list", []),
        ("centres:detail", ["longkanker-oost"]),
        ("centres:round_detail", ["2024-1"]),
        ("hospitals:detail", ["oost"]),
        ("account_login", []),
    ],
)
def test_page_knows_its_address_in_both_languages(rf, language, name, arguments):
    query = {"q": "long kanker", "peildatum": "2025-01-01"}
    with override(language):
        known = register(rf.get(address(name, *arguments, language=language, **query)))
    assert known == {
        "language": language,
        "other_language": {"nl": "en", "en": "nl"}[language],
        "site_address": "http://testserver",
        "address_in": {
            code: address(name, *arguments, language=code, **query) for code in ("nl", "en")
        },
    }
