"""A report as lines of text, for the command."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .reports import Difference, Mistake, Report, Shown, TableReport


def mistake_lines(report: Report) -> Iterator[str]:
    for mistake in report.mistakes.first:
        yield f"{place_of(mistake)}: {mistake.reason}"
    yield from hidden(report.mistakes)


def place_of(mistake: Mistake) -> str:
    parts = [mistake.source]
    if mistake.line:
        parts.append(_("line %(line)s") % {"line": mistake.line})
    if mistake.heading:
        parts.append(_("column “%(heading)s”") % {"heading": mistake.heading})
    return ", ".join(parts)


def report_lines(report: Report) -> Iterator[str]:
    for table in report.tables:
        yield summary(table)
        yield from details("+", table.new)
        yield from details("~", table.changed)
        for name in table.only_in_register.first:
            yield "  ? " + _("only in the register, left alone: %(name)s") % {"name": name}
        yield from hidden(table.only_in_register)


def summary(table: TableReport) -> str:
    counts = {
        "table": table.label,
        "new": len(table.new),
        "changed": len(table.changed),
        "unchanged": table.unchanged,
    }
    return _("%(table)s: %(new)s new, %(changed)s changed, %(unchanged)s unchanged") % counts


def details(sign: str, differences: Shown) -> Iterator[str]:
    for difference in differences.first:
        yield f"  {sign} {difference.record} ({_('line %(line)s') % {'line': difference.line}})"
        if sign == "~":
            yield from change_lines(difference)
    yield from hidden(differences)


def change_lines(difference: Difference) -> Iterator[str]:
    for change in difference.changes:
        yield f"      {change.heading}: “{change.old}” → “{change.new}”"


def hidden(shown: Shown) -> Iterator[str]:
    if shown.number_hidden:
        yield "  " + _("and %(number)s more") % {"number": shown.number_hidden}
