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
        "assessment.submit": "submitted a screening",
        "assessment.amend": "amended a screening",
        "assessment.void": "marked a screening as entered in error",
        "result.view": "looked at a result",
        "result.print": "printed a result",
        "result.export": "exported a result",
        "questionnaire.import": "imported a questionnaire",
        "questionnaire.publish": "published a questionnaire version",
        "questionnaire.retire": "retired a questionnaire version",
        "user.create": "created a user",
        "user.update": "changed a user",
        "user.deactivate": "deactivated a user",
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
