"""The one tag library of the register's pages."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.db.models import Model
from django.template import Context
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from hospitals.partial_dates import PartialDate
from hospitals.records import in_reader_language

from ..models import Centre, Recognition
from ..sentences import StatusText, in_words, period, status_text, written

register = template.Library()

register.filter("in_words", in_words)
register.filter("period", period)


@register.filter(name="written")
def written_date(date: PartialDate) -> SafeString | str:
    """Write a date as far as it is known."""
    return written(date)


@register.filter
def page_numbers(page: Page) -> Iterator[int | str]:
    """Return the numbers to link to: the first, the last and those around the current one."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def at_day(context: Context, target: Model | str, *args) -> str:
    """Return the address of a record or a named page, seen as of the same day as this page."""
    is_name = isinstance(target, str)
    url = reverse(target, args=args) if is_name else target.get_absolute_url()
    if not context.get("is_other_day"):
        return url
    return f"{url}?{urlencode({'peildatum': context['day'].isoformat()})}"


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes) -> str:
    """Return this page's query string with some parameters changed; an empty value drops one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def status_of(context: Context, subject: Centre | Recognition) -> StatusText | None:
    """Return the status of a centre or a recognition on the page's day, with its words."""
    day = context["day"]
    recognition = subject.recognition_on(day) if isinstance(subject, Centre) else subject
    return recognition and status_text(recognition, day)


@register.simple_tag
def text_of(record: Model, field: str) -> SafeString | str:
    """Return a text of ``record`` for the reader, marked with its language where it differs."""
    text, language = in_reader_language(record, field)
    return in_language(text, language)


@register.simple_tag
def title_of(centre: Centre) -> SafeString | str:
    """Return the name to begin with, marked with its language where that is not the page's."""
    return in_language(*centre.title)


@register.simple_tag
def in_language(text: str, language: str) -> SafeString | str:
    """Return ``text``, in a ``<span lang>`` when it is not in the language of the page."""
    if not text or language in ("", get_language()):
        return conditional_escape(text)
    return format_html('<span lang="{}">{}</span>', language, text)
