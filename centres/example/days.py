"""Days around the reference day of an example: terms, and when rounds were released."""

import datetime

from hospitals import terms

TERM_YEARS = 4

RELEASES = ((3, 15), (9, 15))
"""Month and day of the releases in each year of an example."""

ROUNDS = TERM_YEARS * len(RELEASES)
"""How many rounds an example has: those of the four years up to the reference day."""


def years_after(day: datetime.date, years: int) -> datetime.date:
    """Return the same date ``years`` later (earlier, below 0), or 28 for 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def days_after(day: datetime.date, days: int) -> datetime.date:
    """Return the day that lies ``days`` later (earlier, below 0)."""
    return day + datetime.timedelta(days=days)


def last_day_of_term(first: datetime.date) -> datetime.date:
    """Return the last day of a recognition that begins on ``first``."""
    return terms.last_day_of_term(first, TERM_YEARS)


def release_days(day: datetime.date) -> list[datetime.date]:
    """Return when the rounds up to ``day`` were released, oldest first."""
    years = range(day.year - TERM_YEARS, day.year + 1)
    releases = [datetime.date(year, *date) for year in years for date in RELEASES]
    return [release for release in releases if release <= day][-ROUNDS:]


def first_of_next_month(day: datetime.date) -> datetime.date:
    """Return when the recognitions of a round that was released on ``day`` begin."""
    return days_after(day.replace(day=1), 32).replace(day=1)
