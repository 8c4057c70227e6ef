"""What cells may point at, and by which names."""

from hospitals.models import Hospital, Location

from ..models import (
    Centre,
    Condition,
    CriteriaEdition,
    PatientOrganisation,
    PublishedRound,
    Specialty,
)
from .register import Target

HOSPITAL = Target(Hospital, ("name", "public_id", "slug", "short_name"))
LOCATION = Target(Location, ("name", "place"))
SPECIALTY = Target(Specialty, ("slug", "name"))
CONDITION = Target(Condition, ("slug", "name"))
PATIENT_ORGANISATION = Target(PatientOrganisation, ("name",))
EDITION = Target(CriteriaEdition, ("name",))
ROUND = Target(PublishedRound, ("code",))
CENTRE = Target(Centre, ("public_id", "slug", "name"))
