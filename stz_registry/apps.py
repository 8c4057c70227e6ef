from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    """What wires the register: it holds no rule, and of the database only the staff's roles."""

    name = "stz_registry"
    verbose_name = _("STZ TEC register")


class RegisterAdminConfig(AdminConfig):
    default_site = "stz_registry.admin.RegisterSite"

    def ready(self) -> None:
        super().ready()
        from . import user_admin  # noqa: F401  takes the place of Django's own, registered above
