"""Which tables do the rooms keep? The roll call by which Django finds them."""

from screening.audit.models import AuditEvent
from screening.authoring.models import Package, ReviewStep
from screening.encounters.models import (
    Assessment,
    Encounter,
    FlagAcknowledgement,
    Note,
    OwnDifferential,
    Response,
    StatisticsIndex,
    Subject,
    Verdict,
)
from screening.jobs.models import Job, JobFile, Outbox, ScheduledRun
from screening.questionnaires.models import Questionnaire, QuestionnaireVersion
from screening.statistics.models import ProtectedCube, StatisticsExport, StatisticsPeriod

__all__ = [
    "Assessment",
    "AuditEvent",
    "Encounter",
    "FlagAcknowledgement",
    "Job",
    "JobFile",
    "Note",
    "Outbox",
    "OwnDifferential",
    "Package",
    "ProtectedCube",
    "Questionnaire",
    "QuestionnaireVersion",
    "Response",
    "ReviewStep",
    "ScheduledRun",
    "StatisticsExport",
    "StatisticsIndex",
    "StatisticsPeriod",
    "Subject",
    "Verdict",
]
