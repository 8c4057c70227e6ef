#!/usr/bin/env python3
"""One command for everything a developer does; it needs only Python 3.11 with pip.

    python3 dev.py serve [--port N] [--example] [--no-reload]
    python3 dev.py test [--sqlite-only] [--no-skips] [pytest arguments]
    python3 dev.py manage COMMAND ...
    python3 dev.py benchmark [pages | search | first_view] | search_quality
    python3 dev.py pictures [NAME ...] | page_pictures [PAGE ...]
    python3 dev.py lint | messages | lock [--upgrade] | help

The environment stands in .venv/ and everything the register writes in var/: delete either at
will, the next command makes it again.
"""

import argparse
import contextlib
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

from tests.postgresql import ServerFailed, find_postgresql, running
from tests.runs import Outcome, run_pytest

ROOT = Path(__file__).resolve().parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"
MANAGE = [PYTHON, ROOT / "manage.py"]
DATABASE = VAR / "register.sqlite3"
EXAMPLE_DATABASE = VAR / "example.sqlite3"
INSTALL_SAFELY = ["--require-hashes", "--only-binary", ":all:", "-r"]
LOAD_REGISTER = ["load_register", "data"]
MAKE_EXAMPLE = ["make_example", "--centres", "281", "--seed", "1", "--users"]
START_ANEW = (
    "Mend what the lines above say. With DATABASE_URL set, check that this database answers; "
    "otherwise you can start with a new one: delete var/"
)
BENCHMARKS = ("pages", "search", "first_view")
FIRST_MIGRATION = "Applying contenttypes.0001_initial"  # printed for an empty database only
SKIPPED_POSTGRESQL = "Skipped the tests on PostgreSQL: apt-get install -y postgresql"
SKIPPED_BY_CHOICE = "Skipped the tests on PostgreSQL: leave out --sqlite-only"
SKIPPED_BROWSER = "Skipped the tests in a browser: apt-get install -y chromium"

Command = list[str | Path]
Environment = dict[str, str]


class StepFailed(Exception):
    """A step that cannot go on; its text says what to do."""


# Steps: say what happens, how long it took, and on failure what to do --------------------------


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Print what is being done, and how long it took."""
    print(f"{title} … ", end="", flush=True)
    start = time.perf_counter()
    try:
        yield
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.perf_counter() - start:.1f} s", flush=True)


def run(command: Command, advice: str, env: Environment | None = None) -> str:
    """Run a command in silence and return what it printed; on failure show its last lines."""
    result = subprocess.run(command, env=env, cwd=ROOT, text=True, capture_output=True)
    if result.returncode:
        tail = (result.stdout + result.stderr).splitlines()[-25:]
        raise StepFailed("\n".join([*tail, "", advice]))
    return result.stdout


# The environment ---------------------------------------------------------------------------------


def install(requirements: Path) -> None:
    """Bring .venv in line with a hashed requirements file; do nothing when it already is."""
    stamp = VENV / f"{requirements.stem}.installed"
    wanted = requirement_stamp(requirements)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    with step(f"Installing {requirements.name} into .venv"):
        if not PYTHON.exists():
            venv.create(VENV, with_pip=False, symlinks=True, clear=True)
        if not install_with_uv(requirements):
            install_with_pip(requirements)
        stamp.write_text(wanted)


def requirement_stamp(requirements: Path) -> str:
    """Name one content of a requirements file under one version of Python."""
    python = "{}.{}".format(*sys.version_info)
    return hashlib.sha256(requirements.read_bytes() + python.encode()).hexdigest()


def install_with_uv(requirements: Path) -> bool:
    """Install quickly when uv is here; it may not know this machine's package index, pip does."""
    uv = shutil.which("uv")
    if not uv:
        return False
    command = [uv, "pip", "install", "--quiet", "--python", PYTHON, *INSTALL_SAFELY, requirements]
    return subprocess.call(command, stderr=subprocess.DEVNULL, cwd=ROOT) == 0


def install_with_pip(requirements: Path) -> None:
    """Install with the machine's own pip, so that .venv needs neither ensurepip nor a pip."""
    pip = [machine_python(), "-m", "pip", "--disable-pip-version-check", "--python", PYTHON]
    run(
        [*pip, "install", *INSTALL_SAFELY, requirements],
        "Check that the package index can be reached, and that pip is on this machine: "
        "apt-get install -y python3-pip",
    )


def machine_python() -> Path:
    """Find the Python that has pip, also when this file is run by the one inside .venv."""
    inside_venv = sys.prefix != sys.base_prefix
    return Path(sys.base_prefix, "bin", "python3") if inside_venv else Path(sys.executable)


def development_environment(database: Path) -> Environment:
    """Build the settings of a development machine; a DATABASE_URL from outside comes first."""
    VAR.mkdir(exist_ok=True)
    own = {"DATABASE_URL": f"sqlite:///{quote(str(database))}", "SECRET_KEY": secret_key()}
    return own | os.environ | {"DEBUG": "1"}


def secret_key() -> str:
    """Keep one key per machine, for its owner's eyes only, so that a restart logs nobody out."""
    path = VAR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


# serve and manage --------------------------------------------------------------------------------


def serve(arguments: list[str]) -> NoReturn:
    """Start the register on this machine, first making everything that it needs."""
    options = serve_options(arguments)
    refuse_taken_port(options.port)
    install(RUNTIME)
    env = development_environment(EXAMPLE_DATABASE if options.example else DATABASE)
    fill(env, started_empty=migrate(env), example=options.example)
    address = f"127.0.0.1:{options.port}"
    print(f"Serving http://{address}/ (Ctrl-C stops it)")
    become_django(["runserver", address, *(["--noreload"] if options.no_reload else [])], env)


def serve_options(arguments: list[str]) -> argparse.Namespace:
    """Read the options of `serve`."""
    parser = argparse.ArgumentParser(prog="dev.py serve", description=serve.__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--example", action="store_true", help="serve an invented register")
    parser.add_argument("--no-reload", action="store_true", help="do not watch the source files")
    return parser.parse_args(arguments)


def refuse_taken_port(port: int) -> None:
    """Stop before any work is done when the address cannot be had."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise StepFailed(
                f"Port {port} cannot be used: {error}.\nStop the program that uses it, or choose "
                "another port, such as: python3 dev.py serve --port 8123"
            ) from error


def migrate(env: Environment) -> bool:
    """Bring the database up to date, and tell whether it was empty before."""
    with step("Bringing the database up to date"):
        return FIRST_MIGRATION in run([*MANAGE, "migrate", "--no-input"], START_ANEW, env)


def fill(env: Environment, *, started_empty: bool, example: bool) -> None:
    """Load the invented or the real register, unless this database holds it already."""
    database_name = hashlib.sha256(env["DATABASE_URL"].encode()).hexdigest()[:12]
    stamp = VAR / f"loaded-{database_name}"
    wanted = "example" if example else folder_stamp(ROOT / "data")
    if started_empty or not stamp.exists() or stamp.read_text() != wanted:
        with step("Making an invented register" if example else "Loading the register from data/"):
            printed = run([*MANAGE, *(MAKE_EXAMPLE if example else LOAD_REGISTER)], START_ANEW, env)
        stamp.write_text(wanted)
        print(printed if example else "", end="")  # the accounts to try it out with
    if not example:
        print(run([*MANAGE, "first_staff_account"], START_ANEW, env), end="")


def folder_stamp(folder: Path) -> str:
    """Name the content of a folder, so that a change to it is noticed at the next start."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return digest.hexdigest()


def manage(arguments: list[str]) -> NoReturn:
    """Run one of Django's commands in the development environment."""
    install(RUNTIME)
    become_django(arguments, development_environment(DATABASE))


def become_django(arguments: list[str], env: Environment) -> NoReturn:
    """Replace this program by Django's, so that Ctrl-C and kill reach it directly."""
    sys.stdout.flush()
    os.execve(PYTHON, [*map(str, MANAGE), *arguments], env)


# test and lint -----------------------------------------------------------------------------------


def test(arguments: list[str]) -> int:
    """Run the linters, and the suite on SQLite and on a PostgreSQL server of its own."""
    sqlite_only = take("--sqlite-only", arguments)
    no_skips = take("--no-skips", arguments) or os.environ.get("CI") == "true"
    problems = [] if lint([]) == 0 else ["The linters found something: python3 dev.py lint"]
    skipped = [] if shutil.which("chromium") else [SKIPPED_BROWSER]
    outcome = test_on_sqlite(arguments)
    server = find_postgresql()
    if server and not sqlite_only:
        outcome = outcome.and_then(test_on_postgresql(server, arguments))
    else:
        skipped.append(SKIPPED_BY_CHOICE if server else SKIPPED_POSTGRESQL)
    if outcome.broken or not outcome.passed + outcome.failed:
        problems.append("The tests did not run to their end: see above.")
    if no_skips and (skipped or outcome.skipped):
        problems.append("Nothing may be skipped here.")
    print("", *skipped, *problems, outcome, sep="\n")
    return 1 if problems or outcome.failed else 0


def take(flag: str, arguments: list[str]) -> bool:
    """Tell whether a flag of our own was given, and keep it from pytest."""
    given = flag in arguments
    if given:
        arguments.remove(flag)
    return given


def test_on_sqlite(arguments: list[str]) -> Outcome:
    """Run the suite on SQLite, whose test database stands in memory."""
    print("\nTests on SQLite", flush=True)
    return run_pytest(PYTHON, "not postgresql", arguments, "sqlite:///in-memory")


def test_on_postgresql(server: Path, arguments: list[str]) -> Outcome:
    """Run the suite again on PostgreSQL; the browser sees the same pages on either database."""
    with contextlib.ExitStack() as until_done:
        with step("\nStarting PostgreSQL"):
            url = until_done.enter_context(running(server))
        print("Tests on PostgreSQL", flush=True)
        return run_pytest(PYTHON, "not browser and not sqlite", arguments, url)


def lint(arguments: list[str]) -> int:
    """Check the code's rules and form, and the Dockerfile."""
    install(DEVELOPMENT)
    checks = [
        [BIN / "ruff", "check", "--quiet", "--output-format=concise", "."],
        [BIN / "ruff", "format", "--quiet", "--check", "--output-format=concise", "."],
        [BIN / "hadolint", "Dockerfile"],
    ]
    return max(subprocess.call(check, cwd=ROOT) for check in checks)


def messages(arguments: list[str]) -> int:
    """Compile every translation, without GNU gettext."""
    install(DEVELOPMENT)
    if sys.prefix == sys.base_prefix:  # polib is in .venv only
        return subprocess.call([PYTHON, __file__, "messages"])
    import polib

    for source in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        with step(f"Compiling {source.relative_to(ROOT)}"):
            polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    return 0


def benchmark(arguments: list[str]) -> int:
    """Measure the public pages as the register grows; or "search", or a reader's "first_view"."""
    what = arguments[0] if arguments else "pages"
    if what not in BENCHMARKS:
        raise StepFailed(f"There is no benchmark “{what}”: choose one of {', '.join(BENCHMARKS)}.")
    install(DEVELOPMENT)  # the browser is a tool of tests
    env = development_environment(DATABASE)
    if what != "first_view":
        # Not the newcomer's own database: only one that is named on purpose is measured besides.
        env |= {"DATABASE_URL": os.environ.get("DATABASE_URL", "")}
    return run_module(f"benchmarks.{what}", [], env)


def search_quality(arguments: list[str]) -> int:
    """Ask the search the questions of two lists, and print how many it answers well."""
    install(RUNTIME)
    return run_module("benchmarks.search_quality", [], development_environment(DATABASE))


def pictures(arguments: list[str]) -> int:
    """Take the pictures of the guides anew, with Chromium: all, or those that are named."""
    install(DEVELOPMENT)
    return run_module("docs.pictures", arguments, development_environment(EXAMPLE_DATABASE))


def page_pictures(arguments: list[str]) -> int:
    """Take a picture of every public page, at every size and colour: all, or those named."""
    install(DEVELOPMENT)
    return run_module("docs.page_pictures", arguments, development_environment(EXAMPLE_DATABASE))


def run_module(name: str, arguments: list[str], env: Environment) -> int:
    return subprocess.call([PYTHON, "-m", name, *arguments], env=env, cwd=ROOT)


def lock(arguments: list[str]) -> int:
    """Write both requirements files anew from pyproject.toml; --upgrade takes newer versions."""
    install(DEVELOPMENT)
    with step("Writing requirements.txt and requirements-dev.txt"):
        compile_requirements(RUNTIME, arguments)
        compile_requirements(
            DEVELOPMENT, ["--group=dev", f"--constraint={RUNTIME.name}", *arguments]
        )
    return 0


def compile_requirements(target: Path, options: list[str]) -> None:
    """Pin and hash what pyproject.toml asks for, on every platform, naming no host."""
    form = ["--universal", "--python-version=3.11", "--generate-hashes"]
    bare = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    command = [BIN / "uv", "pip", "compile", "pyproject.toml", *form, *bare, *options]
    run([*command, "-o", target.name], "Mend the ranges in pyproject.toml.")
    if "://" in target.read_text():
        raise StepFailed(f"{target.name} names a host: look at uv's settings on this machine.")


def show_help(arguments: list[str]) -> int:
    """Print this list."""
    print(__doc__)
    for name, command in COMMANDS.items():
        print(f"{name:15}{command.__doc__}")
    return 0


COMMANDS = {
    "serve": serve,
    "test": test,
    "manage": manage,
    "lint": lint,
    "messages": messages,
    "search_quality": search_quality,
    "benchmark": benchmark,
    "pictures": pictures,
    "page_pictures": page_pictures,
    "lock": lock,
    "help": show_help,
}


def main(arguments: list[str]) -> int:
    """Run one command; a failing step ends it with what to do."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that every `finally` still runs
    name, *others = arguments or ["help"]
    if name not in COMMANDS:
        print(f"There is no command {name!r}. python3 dev.py help lists them.", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](others)
    except (StepFailed, ServerFailed) as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
