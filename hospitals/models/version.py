"""The counter from which everything that caches public data learns of a change."""

from django.db import models
from django.db.models import Q


class RegisterVersion(models.Model):
    """The one counter that every change of public data raises (see ``ChangesRaiseVersion``)."""

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="register_has_one_version")]

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls) -> "RegisterVersion":
        """Return the version of the public data as the database holds it now (one query)."""
        return cls.objects.first() or cls(number=0)
