"""Suggestions while somebody types, as JSON; the form does without them."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ..filters import MOST_LETTERS
from ..models import Centre
from ..search.current import snapshots
from ..search.snapshot import Snapshot
from ..search.subjects import Subject, SubjectKind
from ..search.suggestions import suggest
from .pages import PublicPage
from .parameters import printable


class SuggestionList(PublicPage):
    """What may be meant with ``q``: conditions, hospitals, places, centres, each with its address.

    A page of its own, so that it is kept and refused as the others are: nothing is logged of it.
    """

    parameters = frozenset({"q"})

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        typed = printable(request.GET.get("q", "")).strip()[:MOST_LETTERS]
        snapshot = snapshots.of_version(self.version.number)
        self.is_of_this_version = snapshot.version == self.version.number
        found = suggest(snapshot, typed)
        rows = [self._subject(subject) for subject in found.subjects]
        answer = {"suggestions": rows + self._centres(snapshot, found.centres)}
        return JsonResponse(answer, headers={"X-Robots-Tag": "noindex"})

    def _subject(self, subject: Subject) -> dict:
        name, language = subject.name, "nl"
        if get_language() == "en" and subject.name_en:
            name, language = subject.name_en, "en"
        centres = len(subject.centres)
        count = ngettext("%(centres)s centre", "%(centres)s centres", centres)
        return {
            "kind": KINDS[subject.kind](),
            "name": name,
            "language": language,
            "detail": count % {"centres": centres},
            "url": self._as_of_the_day(address_of(subject)),
        }

    def _centres(self, snapshot: Snapshot, numbers: tuple[int, ...]) -> list[dict]:
        keys = [snapshot.keys[number] for number in numbers]
        centres = Centre.objects.public().current().filter(pk__in=keys)
        by_key = {
            centre.pk: centre
            for centre in centres.select_related("hospital").with_hospital_name_on(self.day)
        }
        return [
            {
                "kind": _("Centre"),
                "name": centre.title[0],
                "language": centre.title[1],
                "detail": centre.hospital_name,
                "url": self._as_of_the_day(centre.get_absolute_url()),
            }
            for key in keys
            if (centre := by_key.get(key))
        ]

    def _as_of_the_day(self, url: str) -> str:
        if self.day == self.today:
            return url
        joint = "&" if "?" in url else "?"
        return f"{url}{joint}{urlencode({'peildatum': self.day.isoformat()})}"


KINDS = {
    SubjectKind.CONDITION: lambda: _("Condition"),
    SubjectKind.HOSPITAL: lambda: _("Hospital"),
    SubjectKind.PLACE: lambda: _("Place"),
}


def address_of(subject: Subject) -> str:
    """Return where a visitor finds what ``subject`` is about."""
    if subject.kind == SubjectKind.CONDITION:
        return reverse("centres:condition_detail", args=[subject.slug])
    if subject.kind == SubjectKind.HOSPITAL:
        return reverse("hospitals:detail", args=[subject.slug])
    return f"{reverse('centres:list')}?{urlencode({'plaats': subject.slug})}"
