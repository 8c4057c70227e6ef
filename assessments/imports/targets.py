"""What cells of the tables of a round may point at, besides what the register holds."""

from centres.imports.register import Target

from ..models import Application, AssessmentRound

APPLICATION = Target(Application, ("reference",))
ROUND = Target(AssessmentRound, ("code",))
