"""What every page knows: its language, and its own address in the other language."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from centres.public.site import site_address

OTHER_LANGUAGE = {"nl": "en", "en": "nl"}


def register(request: HttpRequest) -> dict:
    """Return ``language``, ``site_address`` (the scheme and host before every address) and, per
    language of the register, the address of this page in it."""
    address = request.get_full_path()
    return {
        "language": get_language(),
        "other_language": OTHER_LANGUAGE.get(get_language(), "nl"),
        "site_address": site_address(request),
        "address_in": {code: translate_url(address, code) for code, _name in settings.LANGUAGES},
    }
