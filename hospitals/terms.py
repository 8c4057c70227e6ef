"""Counting in months and in terms of years."""

import calendar
import datetime


def last_day_of_term(first_day: datetime.date, years: int) -> datetime.date:
    """Return the last day of a term of ``years`` whole years that begins on ``first_day``.

    It is the day before the same date that many years later: a term of four years from 1 May 2024
    runs through 30 April 2028. In a year without 29 February the same date is 1 March, so a term
    from 29 February ends on 28 February either way. Source: the design of the register, section 3.
    """
    if years < 1:
        raise ValueError("a term is at least one year")
    leap_day = (first_day.month, first_day.day) == (2, 29)
    if leap_day:
        return datetime.date(first_day.year + years, 2, 28)
    return first_day.replace(year=first_day.year + years) - datetime.timedelta(days=1)


def months_later(day: datetime.date, months: int) -> datetime.date:
    """Return the same date ``months`` later (or earlier); in a month too short, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
