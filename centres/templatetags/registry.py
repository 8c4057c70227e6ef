"""The one tag library of the register's pages."""

import datetime
from collections.abc import Iterable, Iterator
from itertools import groupby
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.db.models import Model
from django.template import Context
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from hospitals.partial_dates import PartialDate
from hospitals.records import in_reader_language

from ..codes import CodeSystem
from ..glossary import Entry, entry_for, pieces_to_explain
from ..models import Centre, PublishedRound, Recognition
from ..public.parameters import printable
from ..reader_language import in_language
from ..search.explanations import pieces
from ..search.ranking import Found
from ..search.subjects import Subject
from ..sentences import StatusText, in_words, period, period_text, status_text, written

CodesOfSystem = tuple[str, list[str]]
"""The name of a code system, and codes in it."""

register = template.Library()

register.filter("in_words", in_words)
register.filter("period", period)
register.simple_tag(in_language)


@register.filter(name="written")
def written_date(date: PartialDate) -> SafeString | str:
    """Write a date as far as it is known."""
    return written(date)


@register.filter
def is_released_on(round_: PublishedRound | None, day: datetime.date) -> bool:
    """Return whether there is a round, and a page of it to link to, on ``day``."""
    return round_ is not None and round_.is_released_on(day)


@register.filter
def page_numbers(page: Page) -> Iterator[int | str]:
    """Return the numbers to link to: the first, the last and those around the current one."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def by_code_system(codes: Iterable) -> list[CodesOfSystem]:
    """Return the facts about codes by the system that they belong to."""
    in_order = sorted((CodeSystem(fact.detail).label, fact.name) for fact in codes)
    return [
        (system, [code for _system, code in found])
        for system, found in groupby(in_order, key=lambda pair: pair[0])
    ]


@register.simple_block_tag
def captured(content: str) -> SafeString:
    """Return what the block rendered, to be kept under a name and written more than once."""
    return mark_safe(content.strip())  # it was escaped when it was rendered


@register.simple_tag(takes_context=True)
def here(context: Context, name: str) -> SafeString:
    """Return the attribute that marks a link to the named page: as this one, or one above it."""
    url, path = reverse(name), context["request"].path
    if path == url:
        return mark_safe(' aria-current="page"')
    return mark_safe(' aria-current="true"' if path.startswith(url) else "")


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
def parameters_but(context: Context, *names: str) -> list[tuple[str, str]]:
    """Return the parameters of this page's address without some, for a form to send along."""
    query = context["request"].GET
    return [
        (name, printable(each))
        for name, some in query.lists()
        if name not in names
        for each in some
    ]


@register.simple_tag(takes_context=True)
def status_of(context: Context, subject: Centre | Recognition) -> StatusText | None:
    """Return the status of a centre or of one of its periods on the page's day, with its words."""
    day = context["day"]
    if isinstance(subject, Recognition):
        return period_text(subject, day)
    recognition = subject.recognition_on(day)
    return recognition and status_text(recognition, day)


@register.simple_tag(takes_context=True)
def period_of(context: Context, centre: Centre) -> SafeString | str:
    """Return the period of the recognition that says the status on the page's day."""
    recognition = centre.recognition_on(context["day"])
    return period(recognition) if recognition else ""


@register.simple_tag
def text_of(record: Model, field: str) -> SafeString | str:
    """Return a text of ``record`` for the reader, marked with its language where it differs."""
    text, language = in_reader_language(record, field)
    return in_language(text, language)


@register.simple_tag(takes_context=True)
def explained(context: Context, word: str, language: str = "") -> SafeString | str:
    """Return a word of the glossary with its explanation in place, at its first use on the page.

    Only on public pages, within a paragraph, an item or a cell: not in a heading, a link, a title
    or an attribute. A word that is not in the glossary stays as it is. ``language`` is that of the
    word; without it, the reader's.
    """
    language = language or get_language()
    entry = entry_for(word, language)
    return in_language(_explained(context, word, entry, within=language), language)


@register.simple_tag(takes_context=True)
def explained_text_of(context: Context, record: Model, field: str) -> SafeString | str:
    """Return the same as ``text_of``, with its hard words explained in place."""
    text, language = in_reader_language(record, field)
    explained_pieces = (
        (_explained(context, word, entry, within=language),)
        for word, entry in pieces_to_explain(text, language)
    )
    return in_language(format_html_join("", "{}", explained_pieces), language)


def _explained(
    context: Context, word: str, entry: Entry | None, *, within: str
) -> SafeString | str:
    """Return ``word`` as the button of a popover, which browsers open without any script.

    Browsers that know no popovers show the explanation after the word. The explanation is in the
    language of the reader, and says so when it stands within a text in another one.
    """
    seen = context.get("explained")
    if entry is None or seen is None or entry.slug in seen:
        return conditional_escape(word)
    seen.add(entry.slug)
    reader = get_language()
    return format_html(
        '<button type="button" class="term" popovertarget="term-{slug}">{word}</button>'
        '<span class="term__text" id="term-{slug}"{language} popover> {text}</span>',
        slug=entry.slug,
        word=word,
        language="" if within == reader else format_html(' lang="{}"', reader),
        text=entry.reader.explanation,
    )


@register.simple_tag
def title_of(centre: Centre) -> SafeString | str:
    """Return the name to begin with, marked with its language where that is not the page's."""
    return in_language(*centre.title)


@register.simple_tag
def marked_title_of(centre: Centre, found: Found | None) -> SafeString:
    """Return the name to begin with, with a mark on the words that the visitor looked for."""
    text, language = centre.title
    marked = format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", piece.text) if piece.is_match else piece.text,)
                   for piece in pieces(text, found)),
    )  # fmt: skip
    return in_language(marked, language)


@register.simple_tag
def name_of_subject(subject: Subject) -> SafeString | str:
    """Return what a condition, hospital or place is called for the reader."""
    if get_language() == "en" and subject.name_en:
        return conditional_escape(subject.name_en)
    return in_language(subject.name, "nl")
