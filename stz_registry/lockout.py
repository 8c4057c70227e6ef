"""Who is knocking: django-axes counts failed log-ins per name and address."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the visitor's own address behind our proxy, read as allauth's rate limits read it."""
    return get_adapter(request).get_client_ip(request)
