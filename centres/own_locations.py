"""The locations of a centre itself are locations of its hospital."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital, Location


def refuse_strangers(hospital: Hospital | None, locations: Iterable[Location]) -> None:
    """Raise ``ValidationError`` when one of ``locations`` is of another hospital.

    Without a hospital, which is refused for itself, there is nothing to compare with.
    """
    strangers = [place for place in locations if hospital and place.hospital_id != hospital.pk]
    if strangers:
        raise ValidationError(
            _("Not a location of this hospital: %(names)s."),
            code="location_of_another_hospital",
            params={"names": ", ".join(map(str, strangers))},
        )
