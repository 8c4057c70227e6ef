"""Does search find the right centre? `python3 dev.py search_quality`.

Asks the questions of two lists over the register's real data: those that were handed to us, and
our own, which were written before search was. Prints per kind of question

    recall@3, recall@10   how many of the expected centres stand among the first 3, or 10
    MRR                   1 / the place of the first expected centre, on average
    no-result precision   how many questions that nothing answers get nothing

and every question that is missed. It fails below the bounds.
"""

import csv
import io
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = [
    ROOT / "tests" / "centres" / "search" / f"queries_{name}.csv" for name in ("public", "own")
]
NOTHING = "no-result"
RECALL_AT_3 = MRR = NO_RESULT_PRECISION = 0.95
"""The least that is good enough."""


@dataclass(frozen=True)
class Answer:
    """What one question found. ``expected`` and ``found`` are official name and hospital."""

    kind: str
    question: str
    expected: frozenset[str]
    found: tuple[str, ...]

    def recall_at(self, number: int) -> float:
        hits = self.expected.intersection(self.found[:number])
        return len(hits) / min(number, len(self.expected))

    @property
    def reciprocal_rank(self) -> float:
        places = (place for place, each in enumerate(self.found, 1) if each in self.expected)
        return 1 / next(places, sys.maxsize)

    @property
    def is_right(self) -> bool:
        if not self.expected:
            return not self.found
        return self.recall_at(3) == 1 and self.found[0] in self.expected


@dataclass(frozen=True)
class Figures:
    """The averages over some answers; ``None`` where none of them is of that sort."""

    questions: int
    recall_at_3: float | None
    recall_at_10: float | None
    mrr: float | None
    no_result_precision: float | None

    @property
    def are_good_enough(self) -> bool:
        bounds = (
            (self.recall_at_3, RECALL_AT_3),
            (self.mrr, MRR),
            (self.no_result_precision, NO_RESULT_PRECISION),
        )
        return all(figure is None or figure >= bound for figure, bound in bounds)


def figures_of(answers: Sequence[Answer]) -> Figures:
    """Return the averages over ``answers``."""
    telling = [answer for answer in answers if answer.expected]
    nothing = [answer for answer in answers if not answer.expected]
    return Figures(
        len(answers),
        _average([answer.recall_at(3) for answer in telling]),
        _average([answer.recall_at(10) for answer in telling]),
        _average([answer.reciprocal_rank for answer in telling]),
        _average([float(answer.is_right) for answer in nothing]),
    )


def _average(numbers: Sequence[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None


def answers_to(path: Path) -> list[Answer]:
    """Ask the questions of the list at ``path`` over the register that the database holds now.

    Raises ``KeyError`` when a list expects a centre that the register does not have.
    """
    from centres.models import Centre  # Django is set up by now
    from centres.search.ranking import find
    from centres.search.snapshot import read_snapshot

    snapshot = read_snapshot(version=0)
    rows = Centre.objects.filter(pk__in=snapshot.keys).values_list("pk", "name", "hospital__name")
    titles = {pk: f"{name}|{hospital}" for pk, name, hospital in rows}
    known, answers = set(titles.values()), []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            expected = frozenset(filter(None, row["expected_centre_names"].split(";")))
            if unknown := expected - known:
                raise KeyError(*unknown)
            buckets = find(snapshot.index, row["query"]).buckets
            found = tuple(titles[snapshot.keys[n]] for bucket in buckets for n in bucket)
            answers.append(Answer(row["kind"], row["query"], expected, found))
    return answers


def report(answers: Sequence[Answer]) -> Iterator[str]:
    """Yield a line per kind of question, the averages, and the misses."""
    kinds = defaultdict(list)
    for answer in answers:
        kinds[answer.kind].append(answer)
    yield f"{'':32}{'asked':>6}{'recall@3':>10}{'recall@10':>11}{'MRR':>7}{'no-result':>11}"
    for kind, some in kinds.items():
        yield _line(kind, figures_of(some))
    yield _line("all", figures_of(answers))
    for answer in answers:
        if not answer.is_right:
            found = "; ".join(answer.found[:3]) or "nothing"
            yield f"  missed ({answer.kind}): {answer.question} -> {found}"


def _line(kind: str, figures: Figures) -> str:
    def shown(figure: float | None, width: int) -> str:
        return f"{'' if figure is None else f'{figure:.3f}':>{width}}"

    return (
        f"{kind:32}{figures.questions:6}{shown(figures.recall_at_3, 10)}"
        f"{shown(figures.recall_at_10, 11)}{shown(figures.mrr, 7)}"
        f"{shown(figures.no_result_precision, 11)}"
    )


def main() -> int:
    """Load the real data into a new database, ask, print; 1 when a figure is below its bound."""
    import django
    from django.db import connection

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stz_registry.settings")
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        connection.settings_dict["TEST"]["NAME"] = str(Path(folder, "search_quality.sqlite3"))
        configured = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            return _ask()
        finally:
            connection.creation.destroy_test_db(configured, verbosity=0)


def _ask() -> int:
    from django.core.management import call_command

    call_command("load_register", "data", stdout=io.StringIO())
    is_good = True
    for path in QUESTIONS:
        answers = answers_to(path)
        print(f"\n{path.name}", *report(answers), sep="\n", flush=True)
        is_good &= figures_of(answers).are_good_enough
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
