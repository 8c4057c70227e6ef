"""The roles of staff: which group may do what.

A migration makes the groups from ``ROLES`` as it stands here; a test compares a freshly migrated
database with it. So whoever changes ``ROLES`` adds a migration that calls ``make_roles`` again.
Superusers manage the accounts.
"""

from django.utils.translation import gettext_lazy as _

EDITOR, READER = "editor", "reader"

ONE_TIME_PASSWORD = "one-time password"
"""Who is in this group chooses a password before anything else; it gives no permission."""

TITLES = {
    EDITOR: _("Editor"),
    READER: _("Reader"),
    ONE_TIME_PASSWORD: _("One-time password"),
}
"""How each group is called for people."""

KEPT = {
    "hospitals": ("hospital", "membership"),
    "centres": (
        "centre",
        "condition",
        "criteriaedition",
        "patientorganisation",
        "publishedround",
        "recognition",
        "reportedtotal",
        "specialty",
    ),
    "assessments": ("application", "assessmentround", "committeemember", "contact"),
}
"""Records that editors add and change, and that nobody removes."""

REMOVABLE = {
    "hospitals": ("formername", "location"),
    "centres": (
        "centrename",
        "conditioncode",
        "conditionname",
        "criterion",
        "partner",
        "yearlyfigure",
    ),
    "assessments": ("employer",),
}
"""Names, codes and links of a record, which editors may also remove."""

BY_VERBS = {"centres": ("errorreport", "missedsearch")}
"""What readers or the program make, and editors deal with by verbs."""

READ = {
    "centres": ("announcedround", "suspension"),
    "assessments": (
        "answer",
        "approval",
        "assignment",
        "completionrequest",
        "conflictdeclaration",
        "consensus",
        "decision",
        "document",
        "extension",
        "finding",
        "lateexception",
        "letter",
        "objection",
        "outboxmessage",
        "requirement",
        "requirementcheck",
        "sentreminder",
    ),
}
"""What only verbs write."""


def _rights(models: dict[str, tuple[str, ...]], *acts: str) -> set[tuple[str, str, str]]:
    return {(app, model, act) for app, names in models.items() for model in names for act in acts}


READ_ALL = {
    right for models in (KEPT, REMOVABLE, BY_VERBS, READ) for right in _rights(models, "view")
}

ROLES = {
    READER: READ_ALL,
    EDITOR: READ_ALL
    | _rights(KEPT, "add", "change")
    | _rights(BY_VERBS, "change")
    | _rights(REMOVABLE, "add", "change", "delete"),
    ONE_TIME_PASSWORD: set(),
}
"""For each group its permissions, as (app, model, act)."""


def make_roles(apps, schema_editor) -> None:
    """Make the groups with exactly the permissions of ``ROLES``; for a migration.

    On a fresh database Django makes permissions only after the last migration, so the ones that
    are needed are made here, just as Django would.
    """
    group_model = apps.get_model("auth", "Group")
    for name, rights in ROLES.items():
        group, _new = group_model.objects.get_or_create(name=name)
        group.permissions.set([_permission(apps, *right) for right in _known(apps, rights)])


def _known(apps, rights: set[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return ``rights`` on models that exist at this point of the migrations."""
    models = {(model._meta.app_label, model._meta.model_name) for model in apps.get_models()}
    return sorted((app, model, act) for app, model, act in rights if (app, model) in models)


def _permission(apps, app: str, model: str, act: str):
    kind, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    words = apps.get_model(app, model)._meta.verbose_name_raw
    permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=f"{act}_{model}", defaults={"name": f"Can {act} {words}"}
    )
    return permission
