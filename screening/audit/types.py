"""What can happen that the audit trail writes down? A closed list; a name, once released, never changes."""

from collections.abc import Mapping
from types import MappingProxyType

EVENT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "auth.login": "signed in",
        "auth.login_failed": "failed to sign in",
        "auth.logout": "signed out",
        "auth.mfa_enrolled": "set up a second factor",
        "auth.mfa_removed": "removed a second factor",
        "auth.mfa_failed": "failed the second factor",
        "authz.denied": "was refused access",
        "session.timeout": "was signed out after inactivity",
        "session.switch": "changed to another practice",
        "request.refused": "sent a request that was refused as out of date or too frequent",
        "assessment.list": "looked at a list of screenings",
        "assessment.view": "looked at the answers of a screening",
        "assessment.create": "began a screening",
        "assessment.update": "saved a step of a screening",
        "assessment.confirm": "confirmed the answers that a work-up was given from its screening",
        "assessment.submit": "submitted a screening",
        "assessment.amend": "amended a screening",
        "assessment.void": "marked a screening as entered in error",
        "record.own_differential": "noted what they thought of before opening a result, or why nothing",
        "record.verdict": "judged a suggestion of a result",
        "record.acknowledge": "acknowledged a red flag of a result",
        "record.note": "wrote a note on a result",
        "record.sign": "signed a result",
        "result.view": "looked at a result",
        "result.print": "printed a result",
        "result.export": "exported a result",
        "screenings.export": "made a file of the practice's screenings",
        "screenings.download": "downloaded a file of the practice's screenings",
        "questionnaire.import": "imported a questionnaire",
        "questionnaire.discard": "deleted a draft of a questionnaire",
        "questionnaire.view": "looked at a questionnaire version",
        "questionnaire.download": "downloaded a questionnaire file",
        "questionnaire.review": "sent a questionnaire version to review",
        "questionnaire.return": "sent a questionnaire version back to its author",
        "questionnaire.publish": "published a questionnaire version",
        "questionnaire.retire": "retired a questionnaire version",
        "questionnaire.withdraw": "withdrew a questionnaire version",
        "statistics.close": "closed a month and froze its protected counts",
        "statistics.export": "made a statistics export",
        "statistics.download": "downloaded a statistics export",
        "job.request": "asked for a job",
        "job.cancel": "cancelled a job",
        "job.retry": "asked for a job again",
        "job.done": "finished a job",
        "job.fail": "gave a job up",
        "result.differs": "found a result that another process does not reproduce",
        "user.create": "created a user",
        "user.update": "changed a user",
        "user.deactivate": "deactivated a user",
        "practice.view": "looked at the members and jobs of the practice",
        "practice.update": "changed a switch of the practice",
        "role.grant": "granted a role",
        "role.revoke": "revoked a role",
        "breakglass.open": "opened a record in an emergency",
        "breakglass.close": "closed an emergency access",
        "audit.view": "looked at the audit trail",
        "audit.export": "exported the audit trail",
        "audit.verify": "verified the audit trail",
        "audit.seal_failed": "found an event that could not be sealed",
        "erasure.request": "asked for an erasure",
        "erasure.done": "erased a patient's data",
        "system.restore": "restored the database from a backup",
        "system.seed": "wrote synthetic demonstration data",
    }
)

ACTIONS: Mapping[str, str] = MappingProxyType(
    {"C": "create", "R": "read", "U": "update", "D": "delete", "E": "execute"}
)

# As in DICOM and FHIR AuditEvent.
OUTCOMES: Mapping[int, str] = MappingProxyType(
    {0: "success", 4: "minor failure", 8: "serious failure", 12: "major failure"}
)


class UnknownEvent(ValueError):
    """An event type, action or outcome that is not on the closed lists."""


def check_known(event_type: str, action: str, outcome: int) -> None:
    for value, known in ((event_type, EVENT_TYPES), (action, ACTIONS), (outcome, OUTCOMES)):
        if value not in known:
            raise UnknownEvent(f"The audit trail does not know {value!r}.")
