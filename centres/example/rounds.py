"""The invented criteria, and the rounds with figures counted from the records."""

import datetime

from django.db.models import Count, Q

from centres.editions import put_in_use
from centres.models import CriteriaEdition, Criterion, PublishedRound, ReportedTotal
from hospitals.partial_dates import Precision

from .chance import Chance
from .days import RELEASES, release_days
from .words import EXAMPLE, EXAMPLE_URL, rows_of

EDITION = "voorbeeld"
IN_USE_SINCE = datetime.date(2018, 1, 1)
MONTHS = [month for month, _ in RELEASES]


def make_edition() -> CriteriaEdition:
    """Return the invented edition: in use, so it never changes and outlives its example."""
    edition, is_new = CriteriaEdition.objects.get_or_create(name=EDITION)
    if is_new:
        rows = enumerate(rows_of("criteria"), start=1)
        Criterion.objects.bulk_create(_criterion(edition, number, row) for number, row in rows)
        put_in_use(edition, version=1, on=IN_USE_SINCE, by=None, why=EXAMPLE)
    return edition


def make_rounds(day: datetime.date) -> list[PublishedRound]:
    """Write the rounds of the four years up to ``day``, oldest first, still without figures."""
    edition = make_edition()
    return PublishedRound.objects.bulk_create(
        PublishedRound(
            year=release.year,
            number=1 + MONTHS.index(release.month),
            released_on=release,
            edition=edition,
            figures_origin=PublishedRound.Figures.COMPUTED,
            source_name=EXAMPLE,
        )
        for release in release_days(day)
    )


def count_figures(seed: int) -> None:
    """Count for each round how many were recognised; only who was refused is left to chance."""
    counted = PublishedRound.objects.annotate(
        new=Count("recognitions", filter=Q(recognitions__is_reassessment=False)),
        again=Count("recognitions", filter=Q(recognitions__is_reassessment=True)),
    )
    rounds = list(counted)
    for one in rounds:
        one.recognised_new, one.recognised_again = one.new, one.again
        one.recognised = one.new + one.again
        refused = Chance.of(seed, "refused", one.code).randint(1, 5 + one.recognised // 2)
        one.handled = one.recognised + refused
    figures = ["recognised_new", "recognised_again", "recognised", "handled"]
    PublishedRound.objects.bulk_update(rounds, figures)


def make_reported_total(centres: int, day: datetime.date) -> ReportedTotal:
    """Write how many centres an invented source counted, a year before ``day``."""
    return ReportedTotal.objects.create(
        as_of=datetime.date(day.year - 1, 1, 1),
        as_of_precision=Precision.YEAR,
        count=centres,
        is_approximate=True,
        scope="alle ziekenhuizen van dit voorbeeld",
        scope_en="all hospitals of this example",
        source_name=EXAMPLE,
        source_url=EXAMPLE_URL,
    )


def _criterion(edition: CriteriaEdition, number: int, row: dict[str, str]) -> Criterion:
    return Criterion(
        edition=edition,
        number=number,
        text=f"Voorbeeldtekst over: {row['name']}.",
        text_en=f"Example text about: {row['name_en']}.",
        **row,
    )
