"""The one address of the register, under which others find it."""

from django.conf import settings
from django.http import HttpRequest


def site_address(request: HttpRequest) -> str:
    """Return scheme and host, such as ``https://register.stz.example``, without a slash.

    ``settings.SITE_URL`` where the register has several host names. Without it the host that was
    asked for, which ``ALLOWED_HOSTS`` has checked.
    """
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
