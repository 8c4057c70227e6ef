from .hospital import FormerName, Hospital, Verification
from .location import Location, Province
from .membership import Membership
from .version import RegisterVersion

__all__ = [
    "FormerName",
    "Hospital",
    "Location",
    "Membership",
    "Province",
    "RegisterVersion",
    "Verification",
]
