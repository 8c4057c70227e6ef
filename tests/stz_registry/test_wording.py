"""The messages of packages that our catalogue translates anew stand in those packages."""

import ast
import inspect
from pathlib import Path

import allauth
import axes
import django.contrib
import polib
import pytest

from stz_registry import wording

FOLDERS = [
    Path(django.contrib.__file__).parent / "admin",
    Path(django.contrib.__file__).parent / "auth",
    Path(allauth.__file__).parent,
    Path(axes.__file__).parent,
]


def messages_of_packages() -> set[str]:
    """Return the messages in the catalogues of the packages, and the texts in their code."""
    known = set()
    for folder in FOLDERS:
        for catalogue in folder.glob("locale/*/LC_MESSAGES/django.po"):
            if catalogue.parts[-3] in ("en", "de", "nl"):
                for entry in polib.pofile(str(catalogue)):
                    known |= {entry.msgid, entry.msgid_plural}
        for module in folder.rglob("*.py"):
            known |= texts_in(module.read_text(encoding="utf-8"))
    return known


def texts_in(code: str) -> set[str]:
    nodes = ast.walk(ast.parse(code))
    return {node.value for node in nodes if isinstance(node, ast.Constant) if is_text(node)}


def is_text(node: ast.Constant) -> bool:
    return isinstance(node.value, str)


OURS = sorted(texts_in(inspect.getsource(wording)) - {wording.__doc__, "field label"})


@pytest.fixture(scope="module")
def known() -> set[str]:
    return messages_of_packages()


@pytest.mark.parametrize("message", OURS)
def test_message_is_spelled_as_its_package_spells_it(message, known):
    assert message in known
