"""The counter from which everything that caches public data learns of a change."""

from django.db import models, transaction
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

    @classmethod
    def lock(cls) -> "RegisterVersion":
        """Let nobody else change the register until this transaction ends; return its version.

        Every change begins with this, before it locks a record. All of them raise the counter in
        the end, so one that locked a record first and another that has the counter would wait for
        each other for ever. On SQLite the IMMEDIATE transaction has locked everything already.
        """
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("lock() belongs inside a transaction")
        locked = cls.objects.select_for_update()
        if (version := locked.first()) is None:
            cls.objects.bulk_create([cls(pk=1)], ignore_conflicts=True)
            version = locked.get()
        return version
