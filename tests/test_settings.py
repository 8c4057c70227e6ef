"""The settings refuse to start in production with a missing or unsafe value, in one sentence."""

import json
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from stz_registry.logs import WithoutQuery

ROOT = Path(__file__).resolve().parent.parent
SAFE = {"SECRET_KEY": "a-long-random-text-" * 3, "ALLOWED_HOSTS": "register.stz.example"}

SECRET_KEY_SENTENCE = (
    "SECRET_KEY is missing or shorter than 50 characters: set it to a long random text, "
    'such as python3 -c "import secrets; print(secrets.token_urlsafe(50))" prints.'
)
ALLOWED_HOSTS_SENTENCE = (
    "ALLOWED_HOSTS is missing or allows every host: "
    "set it to the register's own host names, separated by commas."
)
DATABASE_SENTENCE = (
    "DATABASE_URL names a database that the register does not know: "
    "start it with postgres:// or sqlite:///."
)
SITE_URL_SENTENCE = (
    "SITE_URL is no address of a site: "
    "set it to scheme and host only, such as https://register.stz.example, or remove it."
)
HTTPS_SENTENCE = "SITE_URL is not https, which is unsafe in production: let it begin with https://."
HSTS_SENTENCE = (
    "SECURE_HSTS_SECONDS is 0, which is unsafe in production: "
    "remove SECURE_HSTS_SECONDS from the environment, or set it to a number of seconds above 0."
)
PROTECTIONS = [
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "REQUIRE_SECOND_FACTOR",
]
SHOWN = """
import json, stz_registry.settings as s
names = {names!r}
print(json.dumps({{name: getattr(s, name, None) for name in names}}, default=str))
"""


def start(*command: str, **environment: str) -> subprocess.CompletedProcess:
    """Start a program of the register with this environment and nothing else."""
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True
    )


def settings_in(*names: str, **environment: str) -> dict:
    """Read settings as the register would have them in this environment."""
    return json.loads(start("-c", SHOWN.format(names=names), **environment).stdout)


REFUSED = [
    ({"SECRET_KEY": ""}, SECRET_KEY_SENTENCE),
    ({"SECRET_KEY": "short"}, SECRET_KEY_SENTENCE),
    ({"SECRET_KEY": "x" * 49}, SECRET_KEY_SENTENCE),
    ({"ALLOWED_HOSTS": ""}, ALLOWED_HOSTS_SENTENCE),
    ({"ALLOWED_HOSTS": "*"}, ALLOWED_HOSTS_SENTENCE),
    ({"ALLOWED_HOSTS": "register.stz.example,*"}, ALLOWED_HOSTS_SENTENCE),
    ({"SITE_URL": "register.stz.example"}, SITE_URL_SENTENCE),
    ({"SITE_URL": "https://register.stz.example/nl/"}, SITE_URL_SENTENCE),
    ({"SITE_URL": "http://register.stz.example"}, HTTPS_SENTENCE),
    ({"SECURE_HSTS_SECONDS": "0"}, HSTS_SENTENCE),
    ({"DATABASE_URL": "mysql://user@host/register"}, DATABASE_SENTENCE),
    *(
        (
            {name: "0"},
            f"{name} is off, which is unsafe in production: "
            f"remove {name} from the environment, or set it to 1.",
        )
        for name in PROTECTIONS
    ),
]


@pytest.mark.parametrize(("unsafe", "sentence"), REFUSED)
def test_manage_refuses_an_unsafe_value_with_one_sentence(unsafe, sentence):
    result = start("manage.py", "check", **SAFE | unsafe)
    assert (result.returncode, result.stdout, result.stderr) == (1, "", f"{sentence}\n")


def test_an_empty_environment_is_refused():
    result = start("manage.py", "check")
    assert (result.returncode, result.stderr) == (1, f"{SECRET_KEY_SENTENCE}\n")


def test_gunicorn_refuses_an_unsafe_value_with_one_sentence():
    result = start("-m", "gunicorn", **SAFE | {"ALLOWED_HOSTS": "*"}, BIND="127.0.0.1:0")
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == ALLOWED_HOSTS_SENTENCE
    assert "Traceback" not in result.stderr


def test_production_is_strict_when_nothing_is_said():
    names = ["DEBUG", *PROTECTIONS, "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER"]
    assert settings_in(*names, **SAFE) == {
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "REQUIRE_SECOND_FACTOR": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_PROXY_SSL_HEADER": None,
    }


def test_production_passes_the_deployment_checks():
    result = start("manage.py", "check", "--deploy", "--fail-level", "WARNING", **SAFE)
    assert result.returncode == 0, result.stderr


def test_only_debug_relaxes():
    relaxed = settings_in(*PROTECTIONS, "SECURE_HSTS_SECONDS", **SAFE, DEBUG="1")
    assert relaxed == {**dict.fromkeys(PROTECTIONS, False), "SECURE_HSTS_SECONDS": 0}


def test_a_proxy_is_believed_only_when_told():
    names = ["SECURE_PROXY_SSL_HEADER", "ALLAUTH_TRUSTED_PROXY_COUNT", "AXES_CLIENT_IP_CALLABLE"]
    assert settings_in(*names, **SAFE, BEHIND_TLS_PROXY="1") == {
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
        "AXES_CLIENT_IP_CALLABLE": "stz_registry.lockout.client_address",
    }


@pytest.mark.parametrize(
    "written", ["https://register.stz.example", "https://register.stz.example/"]
)
def test_the_public_address_ends_without_a_slash(written):
    assert settings_in("SITE_URL", **SAFE, SITE_URL=written) == {
        "SITE_URL": "https://register.stz.example"
    }


def test_sqlite_keeps_its_rules_and_waits_for_a_writer():
    database = settings_in("DATABASES", **SAFE, DATABASE_URL="sqlite:////srv/a%20b.sqlite3")[
        "DATABASES"
    ]
    assert database["default"]["NAME"] == "/srv/a b.sqlite3"
    assert database["default"]["OPTIONS"] == {
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            " PRAGMA legacy_alter_table=ON;"
        ),
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }


def test_postgresql_keeps_its_connections_and_checks_them():
    url = "postgres://register:secret@database:5433/register"
    database = settings_in("DATABASES", **SAFE, DATABASE_URL=url)["DATABASES"]["default"]
    assert database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "register",
        "USER": "register",
        "PASSWORD": "secret",
        "HOST": "database",
        "PORT": 5433,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def test_waiting_lists_never_drive_out_counts_of_log_in_attempts():
    assert settings_in("CACHES", **SAFE)["CACHES"] == {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        },
        "searches": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache_searches",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        },
        "uploads": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache_uploads",
            "OPTIONS": {"MAX_ENTRIES": 20},
        },
    }


def test_the_content_policy_allows_nothing_inline_and_no_other_host():
    policy = settings_in("CONTENT_SECURITY_POLICY", **SAFE)["CONTENT_SECURITY_POLICY"]
    assert policy == {
        "DIRECTIVES": {
            "default-src": ["'self'"],
            "object-src": ["'none'"],
            "base-uri": ["'none'"],
            "form-action": ["'self'"],
            "frame-ancestors": ["'none'"],
        }
    }


def test_every_static_file_refers_to_files_that_exist(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": manifest}}
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()


@pytest.mark.parametrize(
    ("line", "logged"),
    [
        ('"GET /centra/?q=long+kanker HTTP/1.1" 200', '"GET /centra/?… HTTP/1.1" 200'),
        ("https://register.stz.example/?plaats=1234AB&q=a", "https://register.stz.example/?…"),
        ("/centra/?q=%3Cb%3E?x", "/centra/?…"),
        ("Really? Yes.", "Really? Yes."),
        ("/centra/", "/centra/"),
    ],
)
def test_a_query_string_is_never_logged(line, logged):
    record = logging.LogRecord("any", logging.INFO, __file__, 1, "%s", (line,), None)
    assert WithoutQuery().filter(record)
    assert record.getMessage() == logged


def test_every_handler_of_a_log_cuts_query_strings():
    handlers = settings_in("LOGGING", **SAFE)["LOGGING"]["handlers"]
    assert [handler["filters"][0] for handler in handlers.values()] == ["without_query"]


def test_operations_page_names_every_variable():
    sources = [ROOT / "stz_registry" / "settings.py", ROOT / "gunicorn.conf.py"]
    reading = re.compile(r'(?:env\.\w+|protection|environ\.get)\(\s*"([A-Z_]+)"')
    read = {name for source in sources for name in reading.findall(source.read_text())}
    page = (ROOT / "docs" / "operations.md").read_text()
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE)) == read
