"""The parts of dev.py that can be tried without making an environment."""

import os
import re
import socket
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest

import dev
from tests import postgresql
from tests.runs import Outcome, read_report

LOCKS = [dev.RUNTIME, dev.DEVELOPMENT]

REPORT = """<?xml version="1.0"?><testsuites><testsuite name="pytest"
  errors="1" failures="2" skipped="3" tests="10" /></testsuites>"""


@pytest.fixture
def var(tmp_path, monkeypatch) -> Path:
    """A folder in the place of var/."""
    monkeypatch.setattr(dev, "VAR", tmp_path / "var")
    return tmp_path / "var"


@pytest.fixture
def server(tmp_path):
    """Make a folder that looks like one with a PostgreSQL server of some version."""

    def make(version: str) -> Path:
        folder = tmp_path / version
        folder.mkdir()
        for name in ("initdb", "postgres"):
            (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
            (folder / name).chmod(0o755)
        return folder

    return make


def test_requirement_stamp_follows_the_content(tmp_path):
    file = tmp_path / "requirements.txt"
    file.write_text("django==5.2.19\n")
    before = dev.requirement_stamp(file)
    assert dev.requirement_stamp(file) == before
    file.write_text("django==5.2.20\n")
    assert dev.requirement_stamp(file) != before


def test_folder_stamp_follows_names_and_content(tmp_path):
    stamps = [dev.folder_stamp(tmp_path)]
    (tmp_path / "a.csv").write_text("1")
    stamps.append(dev.folder_stamp(tmp_path))
    (tmp_path / "a.csv").write_text("2")
    stamps.append(dev.folder_stamp(tmp_path))
    (tmp_path / "a.csv").rename(tmp_path / "b.csv")
    stamps.append(dev.folder_stamp(tmp_path))
    assert len(set(stamps)) == 4


def test_a_free_port_is_accepted():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    dev.refuse_taken_port(port)


def test_a_taken_port_is_refused_with_what_to_do():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(dev.StepFailed) as refusal:
            dev.refuse_taken_port(port)
    assert str(refusal.value).splitlines() == [
        f"Port {port} cannot be used: [Errno 98] Address already in use.",
        "Stop the program that uses it, or choose another port, such as: "
        "python3 dev.py serve --port 8123",
    ]


def test_the_secret_key_is_made_once_and_for_its_owner_only(var):
    var.mkdir()
    key = dev.secret_key()
    assert len(key) >= 50
    assert dev.secret_key() == key
    assert stat.S_IMODE((var / "secret_key").stat().st_mode) == 0o600


def test_a_database_from_outside_comes_first(var, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/register")
    assert dev.development_environment(var / "x")["DATABASE_URL"] == "postgres://somewhere/register"


def test_a_database_file_with_odd_characters_is_quoted(var, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    env = dev.development_environment(Path("/srv/a b+c.sqlite3"))
    assert env["DATABASE_URL"] == "sqlite:////srv/a%20b%2Bc.sqlite3"


def test_a_failing_step_shows_its_output_and_what_to_do():
    with pytest.raises(dev.StepFailed) as failure:
        dev.run(["sh", "-c", "echo out; echo err >&2; exit 3"], "Do this.")
    assert str(failure.value) == "out\nerr\n\nDo this."


def test_an_unknown_command_says_where_to_look(capsys):
    assert dev.main(["srve"]) == 2
    assert capsys.readouterr().err == (
        "There is no command 'srve'. python3 dev.py help lists them.\n"
    )


@pytest.mark.parametrize("command", dev.COMMANDS)
def test_every_command_is_named_where_people_look(command):
    assert dev.COMMANDS[command].__doc__.count("\n") == 0
    assert re.search(rf"\b{command}\b", dev.__doc__)
    if command != "help":
        assert f"dev.py {command}" in (dev.ROOT / "README.md").read_text()


def test_outcomes_of_two_runs_add_up(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    one = read_report(report, broken=False)
    assert one == Outcome(passed=4, failed=3, skipped=3, broken=False)
    assert str(one.and_then(one)) == "8 passed, 6 failed, 6 skipped"
    assert str(Outcome(passed=5)) == "5 passed, 0 failed"


def test_a_run_without_a_report_is_broken(tmp_path):
    assert read_report(tmp_path / "none.xml", broken=False).broken


def test_the_newest_supported_postgresql_is_chosen(server):
    assert postgresql.newest([server("9.6.2"), server("17.1"), server("15.18")]).name == "17.1"


def test_an_old_postgresql_is_left_out(server):
    assert postgresql.newest([server("14.22")]) is None


def test_a_machine_without_postgresql_is_no_error():
    assert postgresql.newest([]) is None


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_host_and_hashes_every_version(lock):
    text = lock.read_text()
    pins = re.findall(r"^\S+==.*$", text, re.MULTILINE)
    hashed = re.findall(r"^\S+==.* \\\n    --hash=sha256:", text, re.MULTILINE)
    assert pins
    assert len(hashed) == len(pins)
    assert "://" not in text
    assert "find-links" not in text


def test_both_locks_pin_the_same_versions():
    runtime, development = (
        set(re.findall(r"^(\S+==\S+)", lock.read_text(), re.MULTILINE)) for lock in LOCKS
    )
    assert runtime < development


def names(ranges: list[str]) -> set[str]:
    """Take the names from ranges such as "django>=5.2,<6"."""
    return {re.match(r"[\w.-]+", each)[0].lower() for each in ranges}


def test_the_locks_hold_every_dependency_of_the_project():
    project = tomllib.loads((dev.ROOT / "pyproject.toml").read_text())
    runtime, development = (
        set(re.findall(r"^(\S+)==", lock.read_text(), re.MULTILINE)) for lock in LOCKS
    )
    assert names(project["project"]["dependencies"]) - runtime == set()
    assert names(project["dependency-groups"]["dev"]) - development == set()


@pytest.mark.parametrize("script", ["dev.py", "manage.py", ".ci/run"])
def test_scripts_can_be_started(script):
    assert os.access(dev.ROOT / script, os.X_OK)


def test_ci_script_is_sound_bash():
    assert subprocess.run(["bash", "-n", dev.ROOT / ".ci/run"]).returncode == 0
