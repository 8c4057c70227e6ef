from .hospital import FormerName, Hospital, Verification
from .location import Location, Province
from .membership import Membership
from .postcode import Postcode
from .version import RegisterVersion

__all__ = [
    "FormerName",
    "Hospital",
    "Location",
    "Membership",
    "Postcode",
    "Province",
    "RegisterVersion",
    "Verification",
]
