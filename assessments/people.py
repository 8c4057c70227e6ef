"""Who at a hospital hears about its applications and terms on a day."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from hospitals.models import Hospital

from .models import Application, Contact


@dataclass(frozen=True)
class Person:
    """Somebody to write to. ``key`` is the same however the address is capitalised."""

    name: str
    email: str

    @property
    def key(self) -> str:
        return self.email.lower()


class Contacts:
    """The contacts of all hospitals on a day: nobody once a hospital is no member of STZ."""

    def __init__(self, day: datetime.date):
        self._members = set(Hospital.objects.members_on(day).values_list("pk", flat=True))
        self._current, self._ended = defaultdict(list), set()
        for contact in Contact.objects.order_by("pk"):
            person = Person(contact.name, contact.email)
            if contact.contact_through is None or contact.contact_through >= day:
                self._current[contact.hospital_id].append(person)
            else:
                self._ended.add((contact.hospital_id, person.key))

    def of_hospital(self, hospital: Hospital) -> list[Person]:
        """Return the contacts of ``hospital``, or of the one that it merged into."""
        going_on = hospital.merged_into or hospital
        return self._current[going_on.pk] if going_on.pk in self._members else []

    def of_application(self, application: Application) -> list[Person]:
        """Return the contact person; the contacts of the hospital once that person has left."""
        hospital = application.hospital
        going_on = hospital.merged_into or hospital
        if going_on.pk not in self._members:
            return []
        person = Person(application.contact_name, application.contact_email)
        has_left = {(hospital.pk, person.key), (going_on.pk, person.key)} & self._ended
        return self.of_hospital(hospital) if has_left else [person]
