"""Where a postcode lies: known when the operator has loaded a file of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..constraints import ChangesRaiseVersion


class Postcode(models.Model):
    """The middle of the area of four digits. Not public data: only a distance is made of it."""

    digits = models.CharField(_("digits"), max_length=4, unique=True)
    latitude = models.DecimalField(_("latitude"), max_digits=7, decimal_places=5)
    longitude = models.DecimalField(_("longitude"), max_digits=7, decimal_places=5)

    class Meta:
        verbose_name = _("postcode")
        verbose_name_plural = _("postcodes")
        ordering = ["digits"]
        constraints = [
            models.CheckConstraint(
                condition=Q(digits__regex=r"^[1-9][0-9]{3}\Z"),
                name="postcode_is_four_digits",
                violation_error_message=_("A postcode here is four digits, from 1000 on."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__range=(50, 54), longitude__range=(3, 8)),
                name="postcode_lies_in_the_netherlands",
                violation_error_message=_("This point does not lie in the Netherlands."),
            ),
            ChangesRaiseVersion(name="postcode_raises_version"),
        ]

    def __str__(self):
        return self.digits
