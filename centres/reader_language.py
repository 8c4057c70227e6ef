"""Marking what is not in the language of the page, so that a screen reader pronounces it well."""

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def in_language(text: str, language: str) -> SafeString | str:
    """Return ``text``, in a ``<span lang>`` when it is not in the language of the page."""
    if not text or language in ("", get_language()):
        return conditional_escape(text)
    return format_html('<span lang="{}">{}</span>', language, text)
