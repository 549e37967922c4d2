"""What can happen that the audit trail writes down? A closed list; a name, once released, never changes."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENT_TYPES: Mapping[str, str | Promise] = MappingProxyType(
    {
        "auth.login": _("signed in"),
        "auth.login_failed": _("failed to sign in"),
        "auth.logout": _("signed out"),
        "auth.mfa_enrolled": _("set up a second factor"),
        "auth.mfa_removed": _("removed a second factor"),
        "auth.mfa_failed": _("failed the second factor"),
        "authz.denied": _("was refused access"),
        "session.timeout": _("was signed out after inactivity"),
        "session.switch": _("changed to another practice"),
        "request.refused": _("sent a request that was refused as out of date or too frequent"),
        "assessment.list": _("looked at a list of screenings"),
        "assessment.view": _("looked at the answers of a screening"),
        "assessment.create": _("began a screening"),
        "assessment.update": _("saved a step of a screening"),
        "assessment.confirm": _("confirmed the answers that a work-up was given from its screening"),
        "assessment.submit": _("submitted a screening"),
        "assessment.amend": _("amended a screening"),
        "assessment.void": _("marked a screening as entered in error"),
        "record.own_differential": _("noted what they thought of before opening a result, or why nothing"),
        "record.verdict": _("judged a suggestion of a result"),
        "record.acknowledge": _("acknowledged a red flag of a result"),
        "record.note": _("wrote a note on a result"),
        "record.sign": _("signed a result"),
        "result.view": _("looked at a result"),
        "result.print": _("printed a result"),
        "result.export": _("exported a result"),
        "screenings.export": _("made a file of the practice's screenings"),
        "screenings.download": _("downloaded a file of the practice's screenings"),
        "questionnaire.import": _("imported a questionnaire"),
        "questionnaire.discard": _("deleted a draft of a questionnaire"),
        "questionnaire.view": _("looked at a questionnaire version"),
        "questionnaire.download": _("downloaded a questionnaire file"),
        "questionnaire.review": _("sent a questionnaire version to review"),
        "questionnaire.return": _("sent a questionnaire version back to its author"),
        "questionnaire.publish": _("published a questionnaire version"),
        "questionnaire.retire": _("retired a questionnaire version"),
        "questionnaire.withdraw": _("withdrew a questionnaire version"),
        "statistics.close": _("closed a month and froze its protected counts"),
        "statistics.export": _("made a statistics export"),
        "statistics.download": _("downloaded a statistics export"),
        "job.request": _("asked for a job"),
        "job.cancel": _("cancelled a job"),
        "job.retry": _("asked for a job again"),
        "job.done": _("finished a job"),
        "job.fail": _("gave a job up"),
        "result.differs": _("found a result that another process does not reproduce"),
        "user.create": _("created a user"),
        "user.update": _("changed a user"),
        "user.deactivate": _("deactivated a user"),
        "practice.view": _("looked at the members and jobs of the practice"),
        "practice.update": _("changed a switch of the practice"),
        "role.grant": _("granted a role"),
        "role.revoke": _("revoked a role"),
        "breakglass.open": _("opened a record in an emergency"),
        "breakglass.close": _("closed an emergency access"),
        "audit.view": _("looked at the audit trail"),
        "audit.export": _("exported the audit trail"),
        "audit.verify": _("verified the audit trail"),
        "audit.seal_failed": _("found an event that could not be sealed"),
        "erasure.request": _("asked for an erasure"),
        "erasure.done": _("erased a patient's data"),
        "system.restore": _("restored the database from a backup"),
        "system.seed": _("wrote synthetic demonstration data"),
    }
)

ACTIONS: Mapping[str, str | Promise] = MappingProxyType(
    {"C": _("create"), "R": _("read"), "U": _("update"), "D": _("delete"), "E": _("execute")}
)

# As in DICOM and FHIR AuditEvent.
OUTCOMES: Mapping[int, str | Promise] = MappingProxyType(
    {0: _("success"), 4: _("minor failure"), 8: _("serious failure"), 12: _("major failure")}
)


class UnknownEvent(ValueError):
    """An event type, action or outcome that is not on the closed lists."""


def check_known(event_type: str, action: str, outcome: int) -> None:
    for value, known in ((event_type, EVENT_TYPES), (action, ACTIONS), (outcome, OUTCOMES)):
        if value not in known:
            raise UnknownEvent(f"The audit trail does not know {value!r}.")
