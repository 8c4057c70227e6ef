"""What a referrer copies into a letter: one centre in plain lines of text."""

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from hospitals.records import in_reader_language

from ..codes import CodeSystem
from ..models import Centre
from ..sentences import StatusText, plain
from .facts import Facts


def referral_note(centre: Centre, facts: Facts, status: StatusText, *, day, url: str) -> str:
    """Return the name, the status on ``day``, the ways to refer and to ask, codes and address.

    Arguments:
        centre: with ``hospital_name``; ``facts``: of ``facts_of_centre``.
        url: the permanent address of the centre.
    """
    where = ", ".join(filter(None, [centre.title[0], centre.hospital_name, centre.place]))
    told = _("On %(day)s: %(status)s") % {"day": plain(day), "status": strip_tags(status.label)}
    route = in_reader_language(centre, "referral_route")[0]
    refer = [route, centre.referral_phone, centre.referral_email, centre.referral_url]
    ask = [centre.advice_phone, centre.advice_email]
    codes = [f"{CodeSystem(fact.detail).label} {fact.name}" for fact in facts.get("codes", ())]
    lines = [
        where,
        told,
        _line(_("How to refer"), refer),
        _line(_("Advice line"), ask),
        _line(_("Codes"), codes) if codes else "",
        f"{centre.public_id}, {url}",
    ]
    return "\n".join(line for line in lines if line)


def _line(label: str, parts: list[str]) -> str:
    given = ", ".join(" ".join(part.split()) for part in parts if part)
    return f"{label}: {given or _('not given by the hospital')}"
