"""The documents: what they point at is there, and what they list is complete."""

import re
from pathlib import Path

import pytest
from django.apps import apps

import dev
from docs.page_pictures import BEST

DOCS = dev.ROOT / "docs"
PAGES = [dev.ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LARGEST = 150 * 1024


def pictures_in(page: Path) -> list[tuple[str, Path]]:
    """Return the pictures of a page: the words for who does not see each, and its file."""
    return [(alt, page.parent / target) for alt, target in PICTURE.findall(page.read_text())]


SHOWN = [(page, *picture) for page in PAGES for picture in pictures_in(page)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(dev.ROOT)))
def test_links_to_files_lead_somewhere(page):
    targets = [target.partition("#")[0] for target in LINK.findall(page.read_text())]
    own = [target for target in targets if target and ":" not in target]
    assert [target for target in own if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("picture", [path for _page, _alt, path in SHOWN], ids=lambda p: p.name)
def test_a_picture_is_there_and_small(picture):
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < LARGEST


def test_every_picture_has_words_for_who_does_not_see_it():
    assert [path.name for _page, alt, path in SHOWN if len(alt) < 40] == []


def test_no_picture_is_left_over():
    kept = {path.name for path in (DOCS / "pictures").iterdir()}
    assert kept == {path.name for _page, _alt, path in SHOWN}


def test_the_commands_make_the_pictures_that_are_shown():
    made = re.findall(r'^    Picture\("([\w-]+)"', (DOCS / "pictures.py").read_text(), re.MULTILINE)
    pages = [f"page-{name}" for name in BEST]
    assert {f"{name}.png" for name in [*made, *pages]} == {path.name for _page, _alt, path in SHOWN}


def test_the_data_model_names_every_table_of_the_assessments():
    text = (DOCS / "data-model.md").read_text()
    named = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    models = [
        model.__name__
        for model in apps.get_app_config("assessments").get_models()
        if not model.__name__.startswith("Historical")
    ]
    assert sorted(named) == sorted(models)


def test_the_clock_of_the_containers_runs_what_the_operations_page_says():
    assert "python manage.py on_the_clock" in (dev.ROOT / "compose.yaml").read_text()
    assert "`manage.py on_the_clock`" in (DOCS / "operations.md").read_text()
