"""What the benchmark measured, as a table with a verdict that holds on any machine."""

import dataclasses
from collections.abc import Iterator, Sequence
from statistics import median

SMALL, USUAL, LARGE = SIZES = (10, 281, 10_000)
MOST_QUERIES = 12
MOST_TIMES_LONGER = 2
JUDGED = ("list", "centre", "hospital")
"""The pages that may take at most ``MOST_TIMES_LONGER`` times as long on the large register."""


@dataclasses.dataclass(frozen=True)
class Measurement:
    """One page on one register. Times are in milliseconds; cold means: nothing remembered yet."""

    page: str
    queries: int
    cold: list[float]
    warm: list[float]

    @classmethod
    def merged(cls, turns: Sequence["Measurement"]) -> "Measurement":
        """Return one measurement from those of the same page in several turns."""
        return cls(
            turns[0].page,
            max(turn.queries for turn in turns),
            [time for turn in turns for time in turn.cold],
            [time for turn in turns for time in turn.warm],
        )


@dataclasses.dataclass(frozen=True)
class Growth:
    """One page on registers of all ``SIZES``."""

    page: str
    by_size: dict[int, Measurement]

    @property
    def queries(self) -> list[int]:
        return [self.by_size[size].queries for size in SIZES]

    @property
    def keeps_to_queries(self) -> bool:
        return len(set(self.queries)) == 1 and max(self.queries) <= MOST_QUERIES

    def times_longer(self, heat: str) -> float:
        """Return how many times the usual register's median the large one's is."""
        large, usual = (median(getattr(self.by_size[size], heat)) for size in (LARGE, USUAL))
        return large / usual

    @property
    def stays_quick(self) -> bool:
        return all(self.times_longer(heat) <= MOST_TIMES_LONGER for heat in ("cold", "warm"))


def p95(times: Sequence[float]) -> float:
    """Return the time that 95 of 100 requests do not exceed."""
    return sorted(times)[int(0.95 * (len(times) - 1))]


def growths(by_size: dict[int, list[Measurement]]) -> list[Growth]:
    """Return the measurements per page, from those per size of register."""
    return [
        Growth(same_page[0].page, dict(zip(by_size, same_page, strict=True)))
        for same_page in zip(*by_size.values(), strict=True)
    ]


def table(found: list[Growth]) -> Iterator[str]:
    """Yield the lines of the table: medians and 95th percentiles in milliseconds, and ratios."""
    yield f"{'':14}{'queries':>21} | {'cold, ms':>45} | {'warm, ms':>45}"
    sizes = "".join(f"{size:>7,}" for size in SIZES)
    columns = "".join(f"{f'{size:,}':>8}{'p95':>8}" for size in (USUAL, LARGE)) + f"{'ratio':>13}"
    yield f"{'page':14}{sizes} | {columns} | {columns}"
    for growth in found:
        counts = "".join(f"{count:>7}" for count in growth.queries)
        yield f"{growth.page:14}{counts} | {_times(growth, 'cold')} | {_times(growth, 'warm')}"


def verdicts(found: list[Growth]) -> Iterator[tuple[bool, str]]:
    """Yield what the benchmark judges, with whether it is so."""
    at_fault = [growth.page for growth in found if not growth.keeps_to_queries]
    yield _verdict(f"at most {MOST_QUERIES} queries, the same number at every size", at_fault)
    judged = [growth for growth in found if growth.page in JUDGED]
    at_fault = [growth.page for growth in judged if not growth.stays_quick]
    yield _verdict(f"{', '.join(JUDGED)}: at most {MOST_TIMES_LONGER}x", at_fault)


def _verdict(claim: str, at_fault: list[str]) -> tuple[bool, str]:
    return not at_fault, f"{claim}: {'no, see ' + ', '.join(at_fault) if at_fault else 'yes'}"


def _times(growth: Growth, heat: str) -> str:
    cells = [
        f"{figure(getattr(growth.by_size[size], heat)):>8.1f}"
        for size in (USUAL, LARGE)
        for figure in (median, p95)
    ]
    return "".join(cells) + f"{growth.times_longer(heat):>12.2f}x"
