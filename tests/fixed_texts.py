"""Every fixed text that the public reads, in both languages, by the file that it stands in."""

import ast
import re
from functools import cache
from pathlib import Path

import html5lib
import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
LANGUAGES = ("nl", "en")
BLOCKS = {"h1", "h2", "h3", "p", "li", "dt", "dd"}

PUBLIC_CODE = (
    "centres/codes.py",
    "centres/filters.py",
    "centres/sentences.py",
    "centres/status.py",
    "hospitals/partial_dates.py",
    "stz_registry/errors.py",
    *(f"centres/{folder}/*.py" for folder in ("public", "search")),
)
PUBLIC_TEMPLATES = (
    "base.html",
    *(f"{folder}/*.html" for folder in ("centres", "hospitals", "includes")),
    "pages/page.html",
)
PROSE = ("pages/*.{}.html", "errors/*.{}.html")

_EXPLAINED = re.compile(r"{% explained [\"'](.+?)[\"'] %}")
_LITERAL = r"""u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_CALL = re.compile(rf"gettext\({_LITERAL}(?:, {_LITERAL})?")
_TRANSLATES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
_DATES = "day|first|last|last_day|gone_since|runs_through|suspended_from|when"
_DATE = re.compile(rf"%\((?:{_DATES})\)s|{{(?:{_DATES})}}")
_FILLED_IN = re.compile(r"%\(\w+\)[sd]|%s|{\w+}")


def prose_files(language: str) -> list[str]:
    """Return the names of the templates of prose in ``language``."""
    templates = ROOT / "templates"
    found = [path for pattern in PROSE for path in templates.glob(pattern.format(language))]
    return sorted(str(path.relative_to(templates)) for path in found)


def source_of(fragment: str) -> str:
    """Return the source of a template of prose, the words that it explains as plain words."""
    source = (ROOT / "templates" / fragment).read_text(encoding="utf-8")
    return _EXPLAINED.sub(r"\1", source)


def explained_in(fragment: str) -> list[str]:
    """Return the words that a template of prose explains in place."""
    return _EXPLAINED.findall((ROOT / "templates" / fragment).read_text(encoding="utf-8"))


def prose(fragment: str, *, loose: bool = False) -> str:
    """Return the text of a template of prose: a block on each line, without template tags.

    ``loose`` leaves out what is in a heading, a term or a link, where nothing is explained.
    """
    filled = re.sub(r"{{.+?}}", "X", re.sub(r"{%.+?%}", "", source_of(fragment)))
    if loose:
        filled = re.sub(r"<(a|dt|h2)\b.*?</\1>", "X", filled)
    root = html5lib.parseFragment(filled, container="main", namespaceHTMLElements=False)
    blocks = [each for each in root.iter() if each.tag in BLOCKS]
    return "\n".join(" ".join("".join(each.itertext()).split()) for each in blocks)


def messages(language: str) -> dict[str, str]:
    """Return the messages of the public code in ``language``, a message on each line, by file."""
    return {
        name: "\n".join(_shown(text) for msgid in found for text in _said(msgid, language))
        for name, found in _msgids().items()
    }


@cache
def _msgids() -> dict[str, list[str]]:
    code = {path: _in_code for pattern in PUBLIC_CODE for path in ROOT.glob(pattern)}
    pages = {
        path: _in_template
        for pattern in PUBLIC_TEMPLATES
        for path in (ROOT / "templates").glob(pattern)
    }
    found = {path: read(path.read_text(encoding="utf-8")) for path, read in (code | pages).items()}
    return {str(path.relative_to(ROOT)): msgids for path, msgids in found.items() if msgids}


def _in_code(source: str) -> list[str]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    said = [call for call in calls if getattr(call.func, "id", "") in _TRANSLATES]
    return [
        argument.value
        for call in said
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def _in_template(source: str) -> list[str]:
    return [
        ast.literal_eval(literal).replace("%%", "%")
        for found in _CALL.findall(templatize(source))
        for literal in found
        if literal
    ]


@cache
def _catalogue() -> dict[str, list[str]]:
    entries = polib.pofile(str(ROOT / "locale/nl/LC_MESSAGES/django.po"))
    dutch = {each.msgid: list(each.msgstr_plural.values()) or [each.msgstr] for each in entries}
    plurals = {each.msgid_plural: [] for each in entries if each.msgid_plural}  # with its singular
    return plurals | dutch


def _said(msgid: str, language: str) -> list[str]:
    return [msgid] if language == "en" else _catalogue()[msgid]


def _shown(message: str) -> str:
    """Return ``message`` on one line with a date or a word where something is filled in."""
    with_dates = _DATE.sub("1 mei 2024", re.sub(r"<[^>]+>", "", message))
    return " ".join(_FILLED_IN.sub("X", with_dates).split())
