"""Running pytest on one database, and adding up what several runs gave.

It needs the standard library only, because dev.py does.
"""

import os
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ENDED = {0, 1, 5}  # pytest's exit codes for: all passed, some failed, none collected


class Outcome(NamedTuple):
    """How one or more runs of pytest ended."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    broken: bool = False  # pytest itself did not come to its end

    def and_then(self, other: "Outcome") -> "Outcome":
        """Add up two runs."""
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.broken or other.broken,
        )

    def __str__(self) -> str:
        """Write the closing line that CI reads."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def run_pytest(python: Path, marks: str, arguments: list[str], database_url: str) -> Outcome:
    """Run pytest once, on all cores when the whole suite is asked for."""
    env = os.environ | {"DATABASE_URL": database_url}
    cores = ["-n", str(min(os.cpu_count() or 1, 4))]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [python, "-m", "pytest", "-m", marks, f"--junitxml={report}"]
        exit_code = subprocess.call([*command, *(arguments or cores)], env=env, cwd=ROOT)
        return read_report(report, broken=exit_code not in ENDED)


def read_report(report: Path, *, broken: bool) -> Outcome:
    """Count what pytest's own report says."""
    if not report.exists():
        return Outcome(broken=True)
    suite = ElementTree.parse(report).getroot().find("testsuite")
    tests, *others = (int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped"))
    failures, errors, skipped = others
    return Outcome(tests - sum(others), failures + errors, skipped, broken)
