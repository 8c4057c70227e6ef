"""The hospitals, and one hospital with its centres."""

from django.db.models import Count, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitals.models import Hospital, Location, Membership

from ..models import Centre
from ..models.centre import CARD_DETAILS_OF_CENTRE
from .centre_pages import permanently_at
from .grouped_centres import GroupedCentres
from .map import map_of_hospital, map_of_hospitals
from .pages import Crumb, PublicPage
from .structured_data import hospital_of


class HospitalList(PublicPage):
    """The hospitals that are a member of STZ on the day, and those that were before."""

    template_name = "hospitals/hospital_list.html"

    def get_context_data(self, **kwargs) -> dict:
        public = Centre.objects.public().current()
        recognised = public.recognised_on(self.day)
        hospitals = (
            Hospital.objects.public()
            .filter(merged_into__isnull=True)
            .with_name_on(self.day)
            .with_main_location()
            .annotate(
                centre_count=Count("centres", Q(centres__in=public)),
                recognised_count=Count("centres", Q(centres__in=recognised)),
                is_member=Membership.of_hospital_on(self.day),
            )
            .order_by("sort_key", "pk")
        )
        return super().get_context_data(**kwargs) | {
            "members": [hospital for hospital in hospitals if hospital.is_member],
            "former_members": [hospital for hospital in hospitals if not hospital.is_member],
            "map": map_of_hospitals(self.version.number),
        }

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Hospitals"))]


class HospitalDetail(GroupedCentres):
    """One hospital: where it is, what it was called, and its centres by status."""

    template_name = "hospitals/hospital_detail.html"

    def get(self, request, *args, slug: str, **kwargs):
        hospitals = Hospital.objects.public().select_related("merged_into")
        hospitals = hospitals.with_name_on(self.day).prefetch_related(
            Prefetch("locations", Location.objects.order_by("-is_main", "place", "pk")),
            "former_names",
            "memberships",
            "predecessors",
        )
        self.hospital = get_object_or_404(hospitals, Q(slug=slug) | Q(public_id=slug))
        target = self.hospital.merged_into or self.hospital
        if target.slug != slug:
            return permanently_at(target, request)
        return super().get(request, *args, **kwargs)

    def centres(self):
        return Centre.objects.public().current().filter(hospital=self.hospital)

    def cards(self, centres: QuerySet) -> QuerySet:
        """Leave out the hospital's own location: the page says where it is."""
        return centres.prefetch_related(*CARD_DETAILS_OF_CENTRE)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "hospital": self.hospital,
            "map": map_of_hospital(self.hospital),
        }

    def things(self, context: dict) -> list[dict]:
        return [hospital_of(self.hospital, self.day, self.site)]

    def crumbs(self) -> list[Crumb]:
        hospitals = Crumb(_("Hospitals"), reverse("hospitals:list"))
        return [hospitals, Crumb(self.hospital.name_then)]
