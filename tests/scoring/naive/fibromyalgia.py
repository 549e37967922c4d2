"""What do the fibromyalgia sets say of complete answers? (brief 2.1, architecture 4.2)"""

from __future__ import annotations

from tests.scoring.naive.body_map import (
    aapt_sites,
    quarters_1990,
    regions,
    site_sets,
    told_apart,
    wpi,
)
from tests.scoring.naive.outcome import SEVERITY, Answers, Outcome, Set, booleans, outcome, yes

SEVERITIES = ("fatigue_severity", "waking_unrefreshed_severity", "cognitive_severity")
SYMPTOMS = ("headache_6mo", "lower_abdominal_pain_6mo", "depression_symptom_6mo")


def sss(answers: Answers) -> int:
    """The symptom severity score of 2011 and 2016, 0 to 12."""
    return sum(answers[key] for key in SEVERITIES) + yes(answers, *SYMPTOMS)


def sss_2010(answers: Answers) -> int:
    """The symptom severity score of 2010: the burden of bodily symptoms as judged, 0 to 3."""
    return int(sum(answers[key] for key in SEVERITIES) + answers["somatic_burden_0_3"])


def acr_1990_fm(answers: Answers) -> Outcome:
    """Both sides, above and below the waist and along the axis, with 11 of 18 tender points."""
    where = quarters_1990(answers["pain_sites_wpi"])
    is_widespread = all(where.values())
    points = answers["tender_point_count_18"]
    return outcome(
        is_widespread and points >= 11 and answers["symptoms_similar_level_3mo"],
        points,
        {**where, "widespread": is_widespread, "tender_points": points},
    )


def acr_2010_fm(answers: Answers) -> Outcome:
    """No region rule, WPI from 3, the clinician's symptom score, and no other disorder that explains the pain."""
    pain, symptoms = wpi(answers["pain_sites_wpi"]), sss_2010(answers)
    return outcome(_of_2010(answers, pain, symptoms), pain + symptoms, {"wpi": pain, "sss": symptoms})


def acr_2011_fm(answers: Answers) -> Outcome:
    """As 2010, with three symptoms asked."""
    pain, symptoms = wpi(answers["pain_sites_wpi"]), sss(answers)
    return outcome(_of_2010(answers, pain, symptoms), pain + symptoms, {"wpi": pain, "sss": symptoms})


def _of_2010(answers: Answers, pain: int, symptoms: int) -> bool:
    pattern = (pain >= 7 and symptoms >= 5) or (pain in (3, 4, 5, 6) and symptoms >= 9)
    lasting = answers["symptoms_similar_level_3mo"]
    return bool(pattern and lasting and not answers["other_disorder_explains_pain"])


def acr_2016_fm(answers: Answers) -> Outcome:
    """Four of five regions, three months, and WPI 7 with SSS 5 or WPI 4 to 6 with SSS 9; excludes nothing."""
    pain, symptoms = wpi(answers["pain_sites_wpi"]), sss(answers)
    where = regions(answers["pain_sites_wpi"])
    pattern = (pain >= 7 and symptoms >= 5) or (pain in (4, 5, 6) and symptoms >= 9)
    return outcome(
        pattern and where >= 4 and answers["symptoms_similar_level_3mo"],
        pain + symptoms,
        {"wpi": pain, "sss": symptoms, "regions": where},
    )


def aapt_2019_fm(answers: Answers) -> Outcome:
    """Six of nine sites with moderate or severe sleep problems or fatigue for three months."""
    found = aapt_sites(answers["pain_sites_wpi"], answers["head_face_pain"])
    worse = max(answers["sleep_problem_severity"], answers["fatigue_severity"])
    return outcome(
        found >= 6 and worse >= 2 and answers["symptoms_similar_level_3mo"],
        found,
        {"sites": found, "sleep_or_fatigue": worse},
    )


def sets() -> dict[str, Set]:
    """The fibromyalgia sets by id."""
    lasting = booleans("symptoms_similar_level_3mo")
    severities = dict.fromkeys(SEVERITIES, SEVERITY)
    explained = booleans("other_disorder_explains_pain")
    number = {"pain_sites_wpi": told_apart(wpi)}
    any_map = {"pain_sites_wpi": site_sets()}
    quarters = told_apart(lambda sites: tuple(quarters_1990(sites).values()))
    of_2016 = told_apart(lambda sites: (wpi(sites), regions(sites)))
    of_aapt = told_apart(lambda sites: (aapt_sites(sites, False), aapt_sites(sites, True)))
    return {
        "acr-1990-fm": Set(
            acr_1990_fm,
            {"pain_sites_wpi": quarters, "tender_point_count_18": (0, 10, 11, 12, 18), **lasting},
            any_map,
        ),
        "acr-2010-fm": Set(
            acr_2010_fm,
            {**number, **severities, "somatic_burden_0_3": SEVERITY, **lasting, **explained},
            any_map,
        ),
        "acr-2011-fm": Set(
            acr_2011_fm, {**number, **severities, **booleans(*SYMPTOMS), **lasting, **explained}, any_map
        ),
        "acr-2016-fm": Set(
            acr_2016_fm,
            {"pain_sites_wpi": of_2016, **severities, **booleans(*SYMPTOMS), **lasting},
            any_map,
        ),
        "aapt-2019-fm": Set(
            aapt_2019_fm,
            {"pain_sites_wpi": of_aapt, **booleans("head_face_pain"), "sleep_problem_severity": SEVERITY,
             "fatigue_severity": SEVERITY, **lasting},
            any_map,
        ),
    }  # fmt: skip
