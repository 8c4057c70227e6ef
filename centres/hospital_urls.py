"""Addresses of the hospitals' public pages, which show their centres."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .public import hospital_pages

app_name = "hospitals"
urlpatterns = [
    path(_("hospitals/"), hospital_pages.HospitalList.as_view(), name="list"),
    path(_("hospitals/<slug:slug>/"), hospital_pages.HospitalDetail.as_view(), name="detail"),
]
