from .centre import AgeGroup, Centre, Kind, PatientOrganisation, Reach
from .conditions import Condition, ConditionCode, ConditionName, Specialty
from .criteria import CriteriaEdition, Criterion, Theme
from .details import CentreName, Partner, YearlyFigure
from .error_report import ErrorReport
from .missed import MissedSearch
from .recognition import Recognition, Suspension
from .rounds import AnnouncedRound, PublishedRound, ReportedTotal

__all__ = [
    "AgeGroup",
    "AnnouncedRound",
    "Centre",
    "CentreName",
    "Condition",
    "ConditionCode",
    "ConditionName",
    "CriteriaEdition",
    "Criterion",
    "ErrorReport",
    "Kind",
    "MissedSearch",
    "Partner",
    "PatientOrganisation",
    "PublishedRound",
    "Reach",
    "Recognition",
    "ReportedTotal",
    "Specialty",
    "Suspension",
    "Theme",
    "YearlyFigure",
]
