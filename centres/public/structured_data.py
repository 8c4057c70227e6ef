"""What a page says to machines, in the words of schema.org, as one JSON-LD graph.

A recognition is told as a ``Certification`` and only when its status is certain on the day: in
force as active, ended as inactive. What is not confirmed, suspended or yet to begin is told in the
description, in the same sentence that people read. Days that are not known are left out.

The block is data: a browser does not execute it, so the content security policy allows it.
"""

import datetime
import json
from collections.abc import Iterable

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hospitals.models import Hospital, Location

from ..codes import CodeSystem
from ..models import Centre, Condition, Recognition
from ..sentences import status_sentence
from ..status import IN_FORCE, Status
from .facts import Facts

STZ = {
    "@type": "Organization",
    "name": "Samenwerkende Topklinische Ziekenhuizen (STZ)",
    "url": "https://www.stz.nl/",
}
ENDED = (Status.EXPIRED, Status.RETURNED, Status.WITHDRAWN)
_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_block(things: Iterable[dict]) -> SafeString:
    """Return the graph of ``things`` as text that cannot end its own ``<script>`` element."""
    graph = {"@context": "https://schema.org", "@graph": [_filled(thing) for thing in things]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPED))


def _filled(thing):
    """Leave out what is empty: unknown stays unknown."""
    if isinstance(thing, dict):
        found = {key: _filled(value) for key, value in thing.items()}
        return {key: value for key, value in found.items() if value not in ("", None, [], {})}
    return [_filled(each) for each in thing] if isinstance(thing, list) else thing


def breadcrumbs(crumbs, site: str) -> dict:
    """Return the way from the home page; ``site`` is the scheme and host before addresses."""
    items = [
        {"@type": "ListItem", "position": place, "name": str(crumb.label),
         "item": f"{site}{crumb.url}" if crumb.url else ""}
        for place, crumb in enumerate(crumbs, 1)
    ]  # fmt: skip
    return {"@type": "BreadcrumbList", "itemListElement": items}


def website(site: str, home: str, search: str) -> dict:
    """Return the register as a site that can be searched, and who keeps it."""
    target = {"@type": "EntryPoint", "urlTemplate": f"{site}{search}?q={{search_term_string}}"}
    return {
        "@type": "WebSite",
        "name": _("STZ expertise register"),
        "url": f"{site}{home}",
        "publisher": STZ,
        "potentialAction": {
            "@type": "SearchAction",
            "target": target,
            "query-input": "required name=search_term_string",
        },
    }


def clinic(centre: Centre, recognition: Recognition, facts: Facts, day, site: str) -> dict:
    """Return an expertise centre, with what its recognition says on ``day`` and until when."""
    name = centre.title[0]
    names = [centre.name, *(fact.name for fact in facts.get("other_names", ()))]
    return {
        "@type": "MedicalClinic",
        "@id": f"{site}{centre.get_absolute_url()}",
        "name": name,
        "alternateName": [other for other in dict.fromkeys(names) if other != name],
        "url": f"{site}{centre.get_absolute_url()}",
        "identifier": _identifier("STZ TEC-register", centre.public_id),
        "description": strip_tags(status_sentence(recognition, day)),
        "medicalSpecialty": [fact.title[0] for fact in facts.get("specialties", ())],
        "parentOrganization": {
            "@type": "Hospital",
            "name": centre.hospital_name,
            "url": f"{site}{centre.hospital.get_absolute_url()}",
        },
        "location": [_place(location) for location in centre.shown_locations],
        "knowsAbout": [
            {"@type": "MedicalCondition", "name": condition.title[0],
             "url": f"{site}{condition.get_absolute_url()}"}
            for condition in centre.conditions.all()
        ],
        "hasCertification": _certification(recognition, day),
    }  # fmt: skip


def _certification(recognition: Recognition, day: datetime.date) -> dict:
    status = recognition.status_on(day)
    if status not in (*IN_FORCE, *ENDED):
        return {}
    active = "CertificationActive" if status in IN_FORCE else "CertificationInactive"
    ends = recognition.runs_through if _is_exact_end(recognition) else None
    return {
        "@type": "Certification",
        "name": str(status.label),
        "issuedBy": STZ,
        "certificationStatus": f"https://schema.org/{active}",
        "validFrom": recognition.valid_from.isoformat() if recognition.first_known.is_exact else "",
        "expires": ends.isoformat() if ends else "",
    }


def _is_exact_end(recognition: Recognition) -> bool:
    return recognition.extended_through is not None or recognition.end_known.is_exact


def hospital_of(hospital: Hospital, day: datetime.date, site: str) -> dict:
    """Return a hospital: where it is, what it was called, and whether it is a member on ``day``."""
    numbers = {"AGB": hospital.agb, "URA": hospital.ura, "KvK": hospital.kvk}
    locations = list(hospital.locations.all())
    main = next((location for location in locations if location.is_main), None)
    return {
        "@type": "Hospital",
        "@id": f"{site}{hospital.get_absolute_url()}",
        "name": hospital.name_then,
        "alternateName": [former.name for former in hospital.former_names.all()],
        "url": f"{site}{hospital.get_absolute_url()}",
        "sameAs": hospital.website,
        "identifier": [
            _identifier("STZ TEC-register", hospital.public_id),
            *(_identifier(name, value) for name, value in numbers.items() if value),
        ],
        "address": _place(main)["address"] if main else {},
        "geo": _place(main)["geo"] if main else {},
        "memberOf": STZ if any(each.covers(day) for each in hospital.memberships.all()) else {},
    }


def condition_of(condition: Condition, facts: Facts, centres: Iterable[Centre], site) -> list[dict]:
    """Return a condition with its other names and codes, and the centres that the page lists."""
    listed = [
        {"@type": "ListItem", "position": place, "name": centre.title[0],
         "url": f"{site}{centre.get_absolute_url()}"}
        for place, centre in enumerate(centres, 1)
    ]  # fmt: skip
    codes = [
        {"@type": "MedicalCode", "codeValue": fact.name,
         "codingSystem": str(CodeSystem(fact.detail).label)}
        for fact in facts.get("codes", ())
    ]  # fmt: skip
    return [
        {
            "@type": "MedicalCondition",
            "@id": f"{site}{condition.get_absolute_url()}",
            "name": condition.title[0],
            "alternateName": [fact.name for fact in facts.get("names", ())],
            "url": f"{site}{condition.get_absolute_url()}",
            "code": codes,
        },
        {"@type": "ItemList", "itemListElement": listed} if listed else {},
    ]


def _identifier(system: str, value: str) -> dict:
    return {"@type": "PropertyValue", "propertyID": system, "value": value}


def _place(location: Location) -> dict:
    known = bool(location.address) and location.latitude is not None  # else it is the town's point
    return {
        "@type": "Place",
        "name": location.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": location.address,
            "postalCode": location.postcode or "",
            "addressLocality": location.place,
            "addressRegion": location.province,
            "addressCountry": "NL",
        },
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": float(location.latitude),
            "longitude": float(location.longitude),
        } if known else {},
    }  # fmt: skip
