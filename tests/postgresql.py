"""A PostgreSQL server for one run of the tests: `python3 dev.py test` starts and removes it.

It needs the standard library only, because dev.py does.
"""

import contextlib
import grp
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

OLDEST_VERSION = 15
SECONDS_TO_START = 60
NOTHING_IS_KEPT = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]  # after a crash


class ServerFailed(Exception):
    """The server did not start; the text holds what it said."""


def find_postgresql() -> Path | None:
    """Find the folder with the newest server on this machine, if it is new enough."""
    on_path = shutil.which("postgres")
    folders = {Path(on_path).resolve().parent} if on_path else set()
    folders.update(Path("/usr/lib/postgresql").glob("*/bin"))
    return newest(folder for folder in folders if (folder / "initdb").exists())


def newest(folders) -> Path | None:
    """Choose the newest version, leaving out those that the register does not support."""
    supported = {folder: version for folder in folders if (version := version_in(folder))}
    folder = max(supported, key=supported.get, default=None)
    return folder if folder and supported[folder] >= OLDEST_VERSION else None


def version_in(folder: Path) -> int:
    """Read the major version that a server states, 0 when it does not run here."""
    stated = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    number = re.search(r"\d+", stated.stdout)
    return int(number[0]) if number else 0


@contextlib.contextmanager
def running(binaries: Path) -> Iterator[str]:
    """Run a server in a folder of its own and give its DATABASE_URL.

    It listens on a socket in that folder and on no port, so that it can neither clash with
    another server nor be reached by another user.
    """
    folder = Path(tempfile.mkdtemp(prefix="stz-"))
    account = unprivileged_account()
    try:
        if account:
            shutil.chown(folder, account["user"], account["group"])
        make_cluster(binaries, folder, account)
        with server(binaries, folder, account):
            yield f"postgres://stz@/{quote(str(folder))}/register"
    finally:
        shutil.rmtree(folder)


def unprivileged_account() -> dict:
    """Choose whom the server runs as when we are root, which it refuses to be."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    group = grp.getgrgid(entry.pw_gid).gr_name
    return {"user": entry.pw_name, "group": group, "extra_groups": []}


def make_cluster(binaries: Path, folder: Path, account: dict) -> None:
    """Make an empty cluster; the folder's own permissions guard the socket in it."""
    options = ["--username=stz", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    result = subprocess.run(
        [binaries / "initdb", "--pgdata", folder / "data", *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **account,
    )
    if result.returncode:
        raise ServerFailed(result.stdout)


@contextlib.contextmanager
def server(binaries: Path, folder: Path, account: dict) -> Iterator[None]:
    """Start the server, wait until it answers, and stop it whatever happens."""
    settings = ["listen_addresses=", f"unix_socket_directories={folder}", *NOTHING_IS_KEPT]
    options = [part for setting in settings for part in ("-c", setting)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", *options],
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for dev.py, which stops the server in order
            **account,
        )
    try:
        wait_for(process, binaries, folder)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # what PostgreSQL calls a fast shutdown
        process.wait(timeout=60)


def wait_for(process: subprocess.Popen, binaries: Path, folder: Path) -> None:
    """Return when the server answers on its socket."""
    question = [binaries / "pg_isready", "--quiet", "--host", folder]
    for _ in range(SECONDS_TO_START * 10):
        if subprocess.call(question) == 0:
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise ServerFailed((folder / "log").read_text())
