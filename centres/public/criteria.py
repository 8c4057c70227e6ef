"""The criteria as the public reads them: by theme."""

from typing import NamedTuple

from ..models import CriteriaEdition, Criterion, Recognition, Theme
from ..remembered import remembered


class ThemeOfCriteria(NamedTuple):
    """One of the five public themes with its criteria."""

    theme: Theme
    criteria: tuple[Criterion, ...]


def criteria_by_theme(
    version_number: int, recognition: Recognition | None = None
) -> tuple[ThemeOfCriteria, ...]:
    """Return the criteria by which ``recognition`` was assessed, by theme.

    Without a recognition, or where its round is not known, the newest edition in use.
    """
    edition_id = recognition and recognition.round and recognition.round.edition_id
    return _by_theme(version_number, edition_id)


@remembered()
def _by_theme(version_number: int, edition_id: int | None) -> tuple[ThemeOfCriteria, ...]:
    if edition_id is None:
        newest = CriteriaEdition.objects.filter(in_use_since__isnull=False)[:1]
        criteria = Criterion.objects.filter(edition__in=newest.values("pk"))
    else:
        criteria = Criterion.objects.filter(edition=edition_id)
    rows = list(criteria.select_related("edition"))
    by_theme = ((theme, tuple(c for c in rows if c.theme == theme)) for theme in Theme)
    return tuple(ThemeOfCriteria(theme, found) for theme, found in by_theme if found)
