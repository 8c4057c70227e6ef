"""How quick is search, beside the databases' own full text? `python3 dev.py benchmark search`.

At 281, 10,000 and 100,000 invented centres, each in a process of its own, the same questions are
asked of the register's search, of SQLite FTS5 and of PostgreSQL (when the machine has it), in the
same run. Every answer holds the first page, the total and the counts of all filters. The questions
are drawn from the names of the register by a fixed seed: words, two words, beginnings, words with
a typing error. Prints milliseconds, and judges ratios.
"""

import contextlib
import datetime
import gc
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from tests.postgresql import find_postgresql, running

from .report import p95

SIZES = (281, 10_000, 100_000)
QUESTIONS_PER_KIND = 12
LONG = 100
"""Milliseconds after which a question is not asked again."""
TIMES_FASTER, TIMES_SLOWER_WHEN_LARGE, TIMES_DEARER = 5, 4, 10
DAY = datetime.date(2026, 6, 1)


def main() -> int:
    """Measure at each size, print the table and the verdicts; 1 when one of them is "no"."""
    binaries = find_postgresql()
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(running(binaries)) if binaries else ""
        found = {}
        for size in SIZES:
            found[size] = measured_apart(size, url)
            show(size, found[size])
    verdicts = list(judged(found))
    for verdict, is_so in verdicts:
        print(f"{'yes' if is_so else 'NO'}: {verdict}")
    return 0 if all(is_so for _verdict, is_so in verdicts) else 1


def show(size: int, figures: dict) -> None:
    """Print the table of one size."""
    print(f"\n{size:,} centres: snapshot in {figures['build']:.1f} s,"
          f" {figures['memory']:.0f} MB, {figures['words']:,} words")  # fmt: skip
    print(f"{'':16}{'p50, ms':>10}{'p95, ms':>10}{'ratio p50':>12}{'ratio p95':>12}")
    for engine, times in figures["times"].items():
        print(line(engine, times["all"], figures["times"]["register"]["all"]))
    for kind, times in figures["times"]["register"].items():
        print(line(f"  {kind}", times, times), flush=True)


def line(name: str, times: Sequence[float], ours: Sequence[float]) -> str:
    ratios = median(times) / median(ours), p95(times) / p95(ours)
    return f"{name:16}{median(times):10.2f}{p95(times):10.2f}{ratios[0]:12.1f}{ratios[1]:12.1f}"


def judged(found: dict):
    """Yield each aim and whether the figures reach it."""
    for size, figures in found.items():
        ours = figures["times"]["register"]
        for engine, times in figures["times"].items():
            if engine not in ("register", "suggestions"):
                faster = min(
                    median(times["all"]) / median(ours["all"]), p95(times["all"]) / p95(ours["all"])
                )
                yield (f"at {size:,} at least {TIMES_FASTER} times as fast as {engine}:"
                       f" {faster:.1f}", faster >= TIMES_FASTER)  # fmt: skip
        dearer = median(ours["typing error"]) / median(ours["word"])
        yield (f"at {size:,} a typing error costs at most {TIMES_DEARER} times a word:"
               f" {dearer:.1f}", dearer <= TIMES_DEARER)  # fmt: skip
    small, *_others, large = (figures["times"]["register"]["all"] for figures in found.values())
    slower = p95(large) / p95(small)
    yield (f"p95 at {SIZES[-1]:,} at most {TIMES_SLOWER_WHEN_LARGE} times that at {SIZES[0]}:"
           f" {slower:.1f}", slower <= TIMES_SLOWER_WHEN_LARGE)  # fmt: skip


def measured_apart(size: int, url: str) -> dict:
    """Measure one size in a process and a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/search.sqlite3"}
        quiet = [sys.executable, "-W", "ignore:No directory at", "-m", "benchmarks.search"]
        command = [*quiet, str(size), folder, url]
        answer = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
        return json.loads(answer.stdout.splitlines()[-1])


def measure(size: int, folder: str, url: str) -> dict:
    """Make a register of ``size`` centres and measure every engine on it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stz_registry.settings")
    django.setup()
    from centres.search.snapshot import read_snapshot
    from centres.search.suggestions import suggest

    from .measure import register_of
    from .search_engines import Ours, PostgresqlFts, SqliteFts

    with register_of(size, str(Path(folder, "register.sqlite3"))):
        gc.collect()
        before, start = memory(), time.perf_counter()
        snapshot = read_snapshot(version=1)
        build = time.perf_counter() - start
        gc.collect()
        used = memory() - before
        ours = Ours(snapshot, DAY)
        ours.search("astma")  # the status on the day is read once per version
        engines = [ours, SqliteFts(snapshot, str(Path(folder, "fts.sqlite3")))]
        engines += [PostgresqlFts(snapshot, url)] if url else []
        questions = questions_from(snapshot)
        times = {engine.name: timed(engine.search, questions) for engine in engines}
        typed = {"all": [each[:4] for some in questions.values() for each in some]}
        times["suggestions"] = timed(lambda text: suggest(snapshot, text), typed)
    return {"build": build, "memory": used, "words": len(snapshot.index.vocabulary), "times": times}


def memory() -> float:
    """Return the megabytes that this process holds now."""
    with contextlib.suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def timed(search: Callable[[str], object], questions: dict[str, list[str]]) -> dict:
    """Return the milliseconds of each question, per kind and of all; each is asked three times."""
    times: dict[str, list[float]] = {}
    for kind, some in questions.items():
        times[kind] = [shortest(search, question) for question in some]
    return times | {"all": [each for some in times.values() for each in some]}


def shortest(search: Callable[[str], object], question: str) -> float:
    found = []
    for _time in range(3):  # whatever else the machine does makes it longer, never shorter
        start = time.perf_counter()
        search(question)
        found.append((time.perf_counter() - start) * 1000)
        if found[-1] > LONG:
            break
    return min(found)


def questions_from(snapshot) -> dict[str, list[str]]:
    """Draw questions from the words of the register, the same ones at each run."""
    chance = random.Random(1)
    texts = sorted({name.text for names in snapshot.index.names[:2000] for name in names})
    words = sorted({word.lower() for text in texts for word in text.split() if word.isalpha()})
    long = [word for word in words if len(word) > 6]

    def draw(make: Callable[[], str]) -> list[str]:
        return [make() for _number in range(QUESTIONS_PER_KIND)]

    return {
        "word": draw(lambda: chance.choice(words)),
        "two words": draw(lambda: f"{chance.choice(words)} {chance.choice(words)}"),
        "beginning": draw(lambda: chance.choice(long)[:5]),
        "name": draw(lambda: chance.choice(texts)),
        "typing error": draw(lambda: with_error(chance.choice(long), chance)),
        "nothing": draw(lambda: "".join(chance.choices("bcdfgklmnoprst", k=9))),
    }


def with_error(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    return f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]), sys.argv[2], sys.argv[3])))
    else:
        sys.exit(main())
