"""The calendar feed: opened by its secret address, because a calendar program cannot log in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..calendars import calendar, owner_of


@require_safe
def calendar_feed(request: HttpRequest, key: str) -> HttpResponse:
    """Return the days of the rounds to who has the key of a member of today; others get 404."""
    today = timezone.localdate()
    if owner_of(key, on=today) is None:
        raise Http404
    return HttpResponse(calendar(on=today), content_type="text/calendar; charset=utf-8")
