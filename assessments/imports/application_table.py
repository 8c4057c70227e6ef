"""The table of applications: a row is what a hospital asks in a round."""

from centres.imports.columns import Choice, Column, Computed
from centres.imports.date_columns import Day
from centres.imports.references import Links, Reference
from centres.imports.round_tables import RoundCode
from centres.imports.tables import Table
from centres.imports.targets import CENTRE, CONDITION, HOSPITAL, SPECIALTY
from centres.models import Kind

from ..models import Application, ApplicationKind, Approval
from ..states import ApplicationState
from .application_rows import ApplicationLoader
from .columns import DayOfApproval, DayOfSubmission, FollowingKind, NameOfApproval, OwnReference
from .targets import APPLICATION, ROUND

BOARD, STAFF = Approval.Body.BOARD, Approval.Body.MEDICAL_STAFF


class Applications(Table):
    name, dutch, model = "applications", "aanvragen", Application
    loader = ApplicationLoader
    keys = (("reference",), ("round", "centre"), ("round", "hospital", "proposed_name"))
    along = (
        "approvals", "proposed_conditions", "proposed_specialties", "proposed_partners",
    )  # fmt: skip
    columns = (
        OwnReference("reference", "kenmerk", to=APPLICATION, example="AAN-7K3QXM"),
        RoundCode("round", "ronde", to=ROUND, required=True, fixed=True, example="2026-1"),
        Reference(
            "hospital", "ziekenhuis", to=HOSPITAL, required=True, fixed=True, example="ZV"
        ),
        Reference(
            "centre", "centrum", to=CENTRE, within=("hospital",), fixed=True,
            example="TEC-7K3QXM",
        ),
        Column("proposed_name", "voorgestelde_naam", fixed=True, example="Longkanker"),
        Column("proposed_name_en", "voorgestelde_naam_engels", example="Lung cancer"),
        Column("proposed_plain_name", "voorgestelde_gewone_naam", example="Longkanker"),
        Column("proposed_plain_name_en", "voorgestelde_gewone_naam_engels", example="Lung cancer"),
        Choice(
            "proposed_kind", "voorgestelde_soort", example="aandoening",
            words={
                Kind.CONDITION: ("ziektebeeld", "aandoening"),
                Kind.DIAGNOSTICS: ("diagnostiek",),
                Kind.TREATMENT: ("behandeling",),
                Kind.ORGANISATION: ("organisatie",),
            },
        ),
        Column("proposed_for_whom", "voor_wie", example="Voor mensen met longkanker."),
        Links(
            "conditions", "aandoeningen", field="proposed_conditions", to=CONDITION,
            example="Longkanker",
        ),
        Links(
            "specialties", "specialismen", field="proposed_specialties", to=SPECIALTY,
            example="Longziekten | Oncologie",
        ),
        Links("partners", "partners", field="proposed_partners", to=HOSPITAL, example="ZKH-7K3QXM"),
        FollowingKind(
            "kind", "soort", example="nieuw",
            words={
                ApplicationKind.NEW: ("nieuw",),
                ApplicationKind.REASSESSMENT: ("herbeoordeling",),
            },
        ),
        Column("contact_name", "contactpersoon", required=True, example="Kim de Vries"),
        Column(
            "contact_email", "e-mail_contactpersoon", required=True,
            example="k.devries@ziekenhuis.example",
        ),
        Column("patient_organisation", "patientenorganisatie", example="Longkanker Nederland"),
        Column("patient_statement", "verklaring_patientenorganisatie", example="Wij steunen dit."),
        Day("patient_statement_on", "datum_verklaring"),
        NameOfApproval("board_name", "raad_van_bestuur", body=BOARD, example="Robin Jansen"),
        DayOfApproval("board_approved_on", "raad_van_bestuur_op", body=BOARD),
        NameOfApproval("medical_staff_name", "medische_staf", body=STAFF, example="Sam Bakker"),
        DayOfApproval("medical_staff_approved_on", "medische_staf_op", body=STAFF),
        DayOfSubmission("submitted_on", "ingediend_op"),
        Computed("state", "stand", shows=lambda application: application.status.label),
    )  # fmt: skip

    def pick(self, values, found):
        """Return the one that stands; when all were withdrawn, the last of those."""
        standing = [one for one in found if one.status != ApplicationState.WITHDRAWN]
        return (standing or found)[-1]
