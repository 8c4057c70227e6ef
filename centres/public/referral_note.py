"""What a referrer copies into a letter: one centre in plain lines of text."""

import datetime

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hospitals.records import in_reader_language

from ..codes import CodeSystem
from ..models import Centre
from ..reader_language import in_language
from ..sentences import StatusText, plain
from .facts import Facts


def referral_note(
    centre: Centre, facts: Facts, status: StatusText, *, day: datetime.date, url: str
) -> SafeString:
    """Return the name, the status on ``day``, the ways to refer and to ask, codes and address.

    Lines of text for a ``<pre>``; what is not in the reader's language is marked, which a copy does
    not show.

    Arguments:
        centre: with ``hospital_name``; ``facts``: of ``facts_of_centre``.
        url: the permanent address of the centre.
    """
    where = ", ".join(filter(None, [centre.hospital_name, centre.place]))
    told = _("On %(day)s: %(status)s") % {"day": plain(day), "status": strip_tags(status.label)}
    route, language = in_reader_language(centre, "referral_route")
    way = in_language(" ".join(route.split()).removesuffix("."), language)
    refer = [way, centre.referral_phone, centre.referral_email, centre.referral_url]
    codes = [f"{CodeSystem(fact.detail).label} {fact.name}" for fact in facts.get("codes", ())]
    lines = [
        format_html("{}, {}", in_language(*centre.title), where),
        told,
        _line(_("How to refer"), refer),
        _line(_("Advice line"), [centre.advice_phone, centre.advice_email]),
        *([_line(_("Codes"), codes)] if codes else []),
        f"{centre.public_id}, {url}",
    ]
    return format_html_join("\n", "{}", ((line,) for line in lines))


def _line(label: str, parts: list[str]) -> SafeString:
    given = format_html_join(", ", "{}", ((part,) for part in parts if part))
    return format_html("{}: {}", label, given or _("not given by the hospital"))
