"""What is kept of a screening: for whom, what was answered, what followed, what the clinician said?"""

from screening.encounters.models.patients import Encounter, Sex, Subject
from screening.encounters.models.record import (
    FlagAcknowledgement,
    FlagReason,
    Judgement,
    Note,
    OwnDifferential,
    SkipReason,
    Verdict,
    VerdictReason,
)
from screening.encounters.models.responses import Assessment, Mode, Response, ResponseStatus, StatisticsIndex

__all__ = [
    "Assessment",
    "Encounter",
    "FlagAcknowledgement",
    "FlagReason",
    "Judgement",
    "Mode",
    "Note",
    "OwnDifferential",
    "Response",
    "ResponseStatus",
    "Sex",
    "SkipReason",
    "StatisticsIndex",
    "Subject",
    "Verdict",
    "VerdictReason",
]
