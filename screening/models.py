"""Which tables do the rooms keep? The roll call by which Django finds them."""

from screening.audit.models import AuditEvent
from screening.encounters.models import Assessment, Encounter, OwnDifferential, Response, Subject, Verdict
from screening.questionnaires.models import Questionnaire, QuestionnaireVersion

__all__ = [
    "Assessment",
    "AuditEvent",
    "Encounter",
    "OwnDifferential",
    "Questionnaire",
    "QuestionnaireVersion",
    "Response",
    "Subject",
    "Verdict",
]
