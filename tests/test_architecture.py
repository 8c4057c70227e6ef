"""The repository tests itself: arrows, sizes, names, templates, translations, migrations."""

import ast
import re
import subprocess
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ["hospitals", "centres", "assessments", "stz_registry"]  # each may use those before it
TEMPLATES = ROOT / "templates"


def files_in_git() -> list[Path]:
    """Return the files of the repository: tracked, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in names.splitlines() if (path := ROOT / name).is_file()]


def texts_in_git() -> dict[str, str]:
    """Return the text of each file of the repository by its name; pictures and .mo left out."""
    texts = {}
    for path in files_in_git():
        try:
            texts[str(path.relative_to(ROOT))] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return texts


TEXTS = texts_in_git() if (ROOT / ".git").exists() else {}
MODULES = {name: text for name, text in TEXTS.items() if name.endswith(".py")}
OWN_MODULES = {
    name: text
    for name, text in MODULES.items()
    if name.split("/")[0] in LAYERS and "/migrations/" not in name
}
PAGES = {name: text for name, text in TEXTS.items() if "templates/" in name}

pytestmark = pytest.mark.skipif(not TEXTS, reason="needs the git repository")


# Arrows -----------------------------------------------------------------------------------------


def packages_named_in(text: str) -> set[str]:
    """Return the first part of every module imported anywhere, also within a function."""
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module)
    return {name.split(".")[0] for name in names}


def layers_above(module: str) -> set[str]:
    return set(LAYERS[LAYERS.index(module.split("/")[0]) + 1 :])


@pytest.mark.parametrize("module", OWN_MODULES)
def test_imports_run_downwards(module):
    assert packages_named_in(OWN_MODULES[module]) & layers_above(module) == set()


def test_nothing_imports_the_wiring():
    outside = {name: text for name, text in MODULES.items() if name.split("/")[0] in LAYERS[:-1]}
    assert [
        name for name, text in outside.items() if "stz_registry" in packages_named_in(text)
    ] == []


@pytest.mark.parametrize("app", [app for app in LAYERS[:-1] if (ROOT / app).exists()])
def test_no_key_points_upwards(app):
    above = layers_above(app)
    relations = [
        field
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created
    ]
    assert [field for field in relations if field.related_model._meta.app_label in above] == []


@pytest.mark.parametrize("module", [name for name in OWN_MODULES if "/models/" in name])
def test_models_import_no_queries_views_or_admin(module):
    upper = {"admin", "views", "forms", "filters", "urls", "public"}
    imported = re.findall(r"^\s*from \.+([\w.]*) import", OWN_MODULES[module], re.MULTILINE)
    assert {name.split(".")[0] for name in imported} & upper == set()


# Rules of the house -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("module", OWN_MODULES)
def test_module_and_its_functions_are_small(module):
    text = OWN_MODULES[module]
    functions = [
        (node.name, node.end_lineno - node.lineno + 1)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    assert len(text.splitlines()) < 400
    assert [(name, size) for name, size in functions if size > 60] == []


def test_no_module_has_a_name_that_says_nothing():
    vague = {"utils", "helpers", "common", "core", "services"}
    assert [name for name in MODULES if vague & set(Path(name).with_suffix("").parts)] == []


CLOCK = {"now", "today", "localdate", "utcnow"}
# Views, and the pages and filters of the admin.
EDGES = re.compile(
    r"/(views|admin|feeds|management|public)[/_.]|/(attention|list_filters|\w+_admin|verb_pages)\.py"
)


def calls_in(text: str) -> set[str]:
    calls = [node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return {call.attr for call in calls if isinstance(call, ast.Attribute)}


@pytest.mark.parametrize("module", [name for name in OWN_MODULES if not EDGES.search(name)])
def test_the_clock_is_read_at_the_edge_only(module):
    if module.startswith("stz_registry/"):
        return
    assert calls_in(OWN_MODULES[module]) & CLOCK == set()


def test_records_that_carry_dates_are_never_removed_along_with_another():
    kept = ["Hospital", "FormerName", "Location", "Membership", "Centre", "Recognition"]
    kept += ["Suspension", "PublishedRound", "CriteriaEdition", "Criterion"]
    keys = [
        field
        for app in ("hospitals", "centres")
        for model in apps.get_app_config(app).get_models()
        if model.__name__ in kept
        for field in model._meta.fields
        if isinstance(field, models.ForeignKey)
    ]
    assert len(keys) >= len(kept) - 2
    assert [key for key in keys if key.remote_field.on_delete is not models.PROTECT] == []


# Templates --------------------------------------------------------------------------------------

# Pages that a package or Django itself asks for by name.
ASKED_FOR_ELSEWHERE = re.compile(
    r"^(400|403|403_csrf|404|429|500|503|robots)\.(html|txt)$"
    r"|^(admin|account|allauth|mfa|django|simple_history|import_export|axes|registration)/"
)


def test_every_template_is_used():
    names = {
        str(Path(name).relative_to("templates")) for name in PAGES if name[:10] == "templates/"
    }
    sources = "\n".join(
        text for name, text in TEXTS.items() if name in PAGES or name in OWN_MODULES
    )
    unused = [name for name in names if not is_named(name, sources)]
    assert [name for name in unused if not ASKED_FOR_ELSEWHERE.match(name)] == []


def is_named(template: str, sources: str) -> bool:
    """Return whether ``template`` is named in full, or by its stem: as prose, or as a choice."""
    folder, _slash, stem = template.rpartition(".")[0].rpartition("/")
    if f'"{folder}/{{' in sources and f'"{stem}"' in sources:  # f"letters/{outcome}.txt"
        return True
    prose = re.fullmatch(r"(\w+)/(\w+)\.(nl|en)\.html", template)
    if prose is None:
        return bool(re.search(rf"""["']{re.escape(template)}""", sources))
    folder, stem, _language = prose.groups()
    return bool(re.search(rf"""["']({folder}/)?{stem}["'.]""", sources)) or (
        stem.isdigit() and f"{folder}/{{" in sources
    )


INLINE = re.compile(
    r"<style\b|\sstyle\s*=|<script\b(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)"
    r"|\son[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)


@pytest.mark.parametrize("page", [name for name in PAGES if name.endswith((".html", ".svg"))])
def test_page_has_no_inline_style_script_or_handler(page):
    assert [match[0] for match in INLINE.finditer(PAGES[page])] == []


# Translations -----------------------------------------------------------------------------------

CATALOGUES = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_message_is_translated(catalogue):
    entries = polib.pofile(str(catalogue))
    assert [entry.msgid for entry in entries.untranslated_entries()] == []
    assert [entry.msgid for entry in entries.fuzzy_entries()] == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-3])
def test_compiled_messages_are_those_of_the_catalogue(catalogue):
    compiled = polib.mofile(str(catalogue.with_suffix(".mo")))
    assert messages_of(compiled) == messages_of(polib.pofile(str(catalogue)))


def messages_of(catalogue) -> dict:
    entries = (entry for entry in catalogue if not entry.obsolete)
    return {(each.msgctxt, each.msgid): each.msgstr_plural or each.msgstr for each in entries}


# What no file says ------------------------------------------------------------------------------

MACHINE = re.compile(
    "|".join(
        ["/" + "root/", "/" + "work/", "/" + "home/", "file" + "s.pythonhosted", "pypi" + r"\.org"]
    )
    + r"|--(extra-)?index"
    + r"-url|--find"
    + "-links"
)


@pytest.mark.parametrize("name", TEXTS)
def test_file_names_no_package_host_and_no_path_of_a_machine(name):
    assert [match[0] for match in MACHINE.finditer(TEXTS[name])] == []


# The drawing of the data model ------------------------------------------------------------------


def test_drawing_shows_every_model_and_every_key():
    drawing = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
    drawn = set(re.findall(r"^    (\w+) .*?-- .*?(\w+) : (\w+)$", drawing, re.MULTILINE))
    classes = set(re.findall(r"^    class (\w+)", drawing, re.MULTILINE))
    recorded = [
        model
        for app in ("hospitals", "centres")
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.startswith("Historical")
    ]
    relations = {
        (model.__name__, field.related_model.__name__, field.name)
        for model in recorded
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.is_relation
    }
    assert classes == {model.__name__ for model in recorded}
    assert drawn == relations
