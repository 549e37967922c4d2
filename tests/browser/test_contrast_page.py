"""Can the result with its companions, the pages that tell conditions apart, be read and used by everybody?"""

from types import SimpleNamespace

import pytest

from screening.encounters.models import Response
from tests.browser.place import NARROW_FIRST, OpenTab, Place
from tests.encounters.screenings import screened
from tests.encounters.wide_screen import WIDESPREAD, document
from tests.factories import VersionFactory

# Many things at once: every edition speaks, and more conditions stand than a page shows unfolded.
PATIENT = {
    **WIDESPREAD,
    "pain_sites_wpi": ["neck", "lower_back", "hip_left"],
    "headache_6mo": True,
    "depression_symptom_6mo": False,
    "lower_abdominal_pain_6mo": False,
    "somatic_burden_0_3": 1,
    "other_disorder_explains_pain": False,
    "pain_duration_months": 20,
    "onset_age": 51,
    "morning_stiffness_minutes": 90,
    "swollen_joint_count_small": 4,
    "rf_acpa": "high",
    "psoriasis_status": "current",
    "dactylitis": True,
    "hypersensitive_spot_in_band": True,
    "pain_recognition": True,
    "bilateral_shoulder_girdle_pain": True,
    "crp_esr": "raised",
    "upper_motor_neuron_signs": True,
}


@pytest.mark.parametrize(("width", "scripts"), NARROW_FIRST)
def test_from_the_result_to_what_tells_two_conditions_apart(
    open_tab: OpenTab, place: Place, width: int, scripts: bool
) -> None:
    response = a_screening(place)
    tab = open_tab(width=width, scripts=scripts, user=place.user)

    assert tab.go(f"/screenings/{response.id}/result/") == 200
    assert "Editions disagree: Fibromyalgia" in tab.words
    assert "Both can be true." in tab.words
    tab.look("result-companions")

    tab.go(f"/screenings/{response.id}/compare/?first=fm&second=ra")
    assert tab.heading == "What separates Fibromyalgia and Rheumatoid arthritis"
    tab.look("contrast")
    tab.page.get_by_label("The other condition").select_option(label="Fibromyalgia")
    tab.press("Compare")
    assert "Choose two different conditions" in tab.words
    tab.look("contrast-refused")

    tab.follow(tab.page.get_by_role("link", name="The findings that tell these conditions apart"))
    tab.look("findings")
    tab.follow(tab.page.get_by_role("link", name="Show all"))
    assert "Polymyalgia rheumatica" in tab.words
    tab.look("findings-all")


def a_screening(place: Place) -> Response:
    version = VersionFactory(practice=place.practice, bundle=document())
    at = SimpleNamespace(practice=place.practice, user=place.user, version=version)
    return screened(at, "A-1042", **PATIENT)
