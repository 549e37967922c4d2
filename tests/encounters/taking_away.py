"""What do the tests of what leaves stand on: a result of the built-in screen, and one with hostile text?"""

from typing import Any
from uuid import uuid4

from screening.encounters.exports.opened import Opened, opened
from screening.encounters.models import FlagAcknowledgement, Note, OwnDifferential, Response, Verdict
from screening.questionnaires.catalogue import builtin_bundle
from screening.questionnaires.models import QuestionnaireVersion
from tests.encounters.screenings import screened
from tests.factories import NOON, QuestionnaireFactory, VersionFactory, at_work, small_document

SCREEN = builtin_bundle("chronic-pain-screen")
# Widespread pain for years with fatigue, and sight lost in one eye: a criteria set, two suggestions, a red flag.
PATIENT: dict[str, Any] = {
    "pain_sites_wpi": ["neck", "chest", "upper_back", "lower_back", "jaw_left", "hip_left", "hip_right"],
    "pain_duration_months": 36,
    "symptoms_similar_level_3mo": True,
    "fatigue_severity": 3,
    "waking_unrefreshed_severity": 3,
    "cognitive_severity": "not_assessed",
    "touch_allodynia_history": True,
    "visual_loss_painless": True,
    "crp_mg_l": "4.5",
}
MARKUP = "<script>alert(1)</script> {{ 7|add:7 }} {% now 'Y' %} &amp;"
TURNED = "\u202etxet dedih\u2066"
ARABIC = "ألم في الظهر"
FORMULA = '=HYPERLINK("http://evil.example";"see")'
HOSTILE = f"{FORMULA} {MARKUP} {TURNED} {ARABIC}"


def result_of(place: Any, reference: str = "CANARY-0815", **answers: Any) -> Response:
    """A submitted result of the built-in screen."""
    with at_work(place):
        version = QuestionnaireVersion.objects.get(digest=SCREEN.digest)
    return screened(place, reference, version=version, **{**PATIENT, **answers})


def hostile_result(place: Any) -> Response:
    """A result of a practice's own questionnaire; every free text in and around it is hostile."""
    document = small_document("own-screen", "1.0.0")
    words = dict.fromkeys(("intended_use", "population"), "Tests")
    document["meta"] |= {"language": "en", "reviewed_date": "2026-01-01", **words}
    questionnaire = QuestionnaireFactory(practice=place.practice, key="own-screen")
    version = VersionFactory(practice=place.practice, questionnaire=questionnaire, bundle=document)
    response = screened(place, FORMULA[:60], version=version, x_note=HOSTILE)
    add_own_part(place, response, HOSTILE)
    return response


def add_own_part(place: Any, response: Response, words: str) -> None:
    """The rows that the clinician's own part is made of."""
    by = {"practice": place.practice, "by": place.user, "at": NOON}
    with at_work(place):
        assessment = response.assessments.get()
        OwnDifferential.objects.create(response=response, conditions=["fm"], other=words, **by)
        Note.objects.create(response=response, text=f"first line\n{words}", **by)
        said = {"assessment": assessment, "reason": words, **by}
        Verdict.objects.create(condition="fm", judgement="agree", reason_code="fits", **said)
        FlagAcknowledgement.objects.create(flag="RF4", reason_code="referred", **said)


def open_again(place: Any, response: Response) -> Opened:
    """As the views find it; in the practice's scope."""
    related = ("encounter__subject", "encounter__clinician", "version__questionnaire", "signed_by")
    found = Response.objects.select_related(*related).get(pk=response.pk)
    return opened(found, found.assessments.get())


def key() -> str:
    return str(uuid4())
