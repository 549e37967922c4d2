"""What do the published tables say of complete answers? A second, plain reading to hold the engine against.

Written from the tables of the evidence brief (2.1, 2.2, 3.1, 3.8 and architecture 4.2) and from nothing
else: no rule of a bundle is read here, and nothing is shared with `screening.scoring`. Slow and
literal on purpose. Joint counts of the RA set are the higher of "involved" and "swollen".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from typing import Any

Answers = Mapping[str, Any]
Sites = frozenset[str]

REGIONS: tuple[Sites, ...] = (
    frozenset({"shoulder_girdle_left", "upper_arm_left", "lower_arm_left"}),
    frozenset({"shoulder_girdle_right", "upper_arm_right", "lower_arm_right"}),
    frozenset({"hip_left", "upper_leg_left", "lower_leg_left"}),
    frozenset({"hip_right", "upper_leg_right", "lower_leg_right"}),
    frozenset({"neck", "upper_back", "lower_back"}),
)
ONLY_SITES: Sites = frozenset({"jaw_left", "jaw_right", "chest", "abdomen"})
ALL_SITES: Sites = frozenset().union(*REGIONS) | ONLY_SITES

JAWS: Sites = frozenset({"jaw_left", "jaw_right"})
AAPT_BELOW_THE_HEAD: tuple[Sites, ...] = (
    frozenset({"shoulder_girdle_left", "upper_arm_left", "lower_arm_left"}),
    frozenset({"shoulder_girdle_right", "upper_arm_right", "lower_arm_right"}),
    frozenset({"chest"}),
    frozenset({"abdomen"}),
    frozenset({"neck", "upper_back"}),
    frozenset({"lower_back", "hip_left", "hip_right"}),
    frozenset({"upper_leg_left", "lower_leg_left"}),
    frozenset({"upper_leg_right", "lower_leg_right"}),
)

SEVERITIES = ("fatigue_severity", "waking_unrefreshed_severity", "cognitive_severity")
SYMPTOMS = ("headache_6mo", "lower_abdominal_pain_6mo", "depression_symptom_6mo")
TRIGGER_POINT_SIGNS = ("taut_band", "hypersensitive_spot_in_band", "referred_pain_on_pressure")


def wpi(sites: Iterable[str]) -> int:
    """The widespread pain index: how many of the 19 sites hurt."""
    return len(frozenset(sites) & ALL_SITES)


def regions(sites: Iterable[str]) -> int:
    """How many of the five regions hurt; jaw, chest and abdomen never count."""
    painful = frozenset(sites)
    return sum(1 for region in REGIONS if not painful.isdisjoint(region))


def aapt_sites(sites: Iterable[str], head_face_pain: bool) -> int:
    """How many of the nine AAPT sites hurt."""
    painful = frozenset(sites)
    head = head_face_pain or not painful.isdisjoint(JAWS)
    return head + sum(1 for site in AAPT_BELOW_THE_HEAD if not painful.isdisjoint(site))


def sss(answers: Answers) -> int:
    """The symptom severity score, 0 to 12."""
    return sum(answers[key] for key in SEVERITIES) + sum(1 for key in SYMPTOMS if answers[key])


@dataclass(frozen=True)
class Outcome:
    """What a set says of complete answers; `score` is None where the published set has none."""

    status: str
    score: int | None


def acr_2016_fm(answers: Answers) -> Outcome:
    """Four of five regions, three months, and WPI 7 with SSS 5 or WPI 4 to 6 with SSS 9; excludes nothing."""
    pain, symptoms = wpi(answers["pain_sites_wpi"]), sss(answers)
    pattern = (pain >= 7 and symptoms >= 5) or (pain in (4, 5, 6) and symptoms >= 9)
    generalised = regions(answers["pain_sites_wpi"]) >= 4
    return _diagnosed(pattern and generalised and answers["symptoms_similar_level_3mo"], pain + symptoms)


def acr_2011_fm(answers: Answers) -> Outcome:
    """No region rule, WPI from 3, and no other disorder that would explain the pain."""
    pain, symptoms = wpi(answers["pain_sites_wpi"]), sss(answers)
    pattern = (pain >= 7 and symptoms >= 5) or (pain in (3, 4, 5, 6) and symptoms >= 9)
    lasting = answers["symptoms_similar_level_3mo"]
    return _diagnosed(pattern and lasting and not answers["other_disorder_explains_pain"], pain + symptoms)


def aapt_2019_fm(answers: Answers) -> Outcome:
    """Six of nine sites with moderate or severe sleep problems or fatigue for three months."""
    found = aapt_sites(answers["pain_sites_wpi"], answers["head_face_pain"])
    troubled = answers["sleep_problem_severity"] >= 2 or answers["fatigue_severity"] >= 2
    return _diagnosed(found >= 6 and troubled and answers["symptoms_similar_level_3mo"], found)


def delphi_2018_mps(answers: Answers) -> Outcome:
    """Two of taut band, tender spot in it, and referred pain."""
    found = sum(1 for sign in TRIGGER_POINT_SIGNS if answers[sign])
    return _diagnosed(found >= 2, found)


def acr_eular_2010_ra(answers: Answers) -> Outcome:
    """At least one swollen joint to enter; six of ten points from joints, serology, acute phase and time."""
    swollen = answers["swollen_joint_count_small"] + answers["swollen_joint_count_large"]
    score = _ra_joints(answers)
    score += {"neg": 0, "low": 2, "high": 3}[answers["rf_acpa"]]
    score += {"normal": 0, "raised": 1}[answers["crp_esr"]]
    score += 1 if answers["joint_symptom_weeks"] >= 6 else 0
    if swollen < 1:
        return Outcome("not_applicable", score)
    return _diagnosed(score >= 6, score)


def _ra_joints(answers: Answers) -> int:
    small = max(answers["involved_small_joints"], answers["swollen_joint_count_small"])
    large = max(answers["involved_large_joints"], answers["swollen_joint_count_large"])
    if small + large > 10 and small >= 1:
        return 5
    if 4 <= small <= 10:
        return 3
    if 1 <= small <= 3:
        return 2
    return 1 if large >= 2 else 0


def asas_ibp(answers: Answers) -> Outcome:
    """Four of five: onset before 40, creeping up, better with exercise, not with rest, pain at night."""
    found = 1 if answers["onset_age"] < 40 else 0
    for key in (
        "ibp_insidious", "pain_better_with_exercise", "ibp_no_improvement_with_rest", "night_pain_second_half",
    ):  # fmt: skip
        found += 1 if answers[key] else 0
    return _diagnosed(found >= 4, found)


def _diagnosed(holds: bool, score: int) -> Outcome:
    return Outcome("met" if holds else "not_met", score)


@dataclass(frozen=True)
class Set:
    """One published set: its function and every answer each of its items may have."""

    evaluate: Callable[[Answers], Outcome]
    choices: Mapping[str, tuple[Any, ...]]


BOTH = (False, True)
SEVERITY = (0, 1, 2, 3)
COUNTS = (0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 40)
"""Joint counts on both sides of every cut-off of the table, and the ends of the range."""
WEEKS = (0, 5, 6, 7, 5000)
ONSETS = (0, 39, 40, 41, 110)

_SSS = {**dict.fromkeys(SEVERITIES, SEVERITY), **dict.fromkeys(SYMPTOMS, BOTH)}


@cache
def site_sets() -> tuple[Sites, ...]:
    """One site set for each thing the tables can tell apart, found among all 2^19."""
    seen: dict[tuple[int, int, int, int], Sites] = {}
    for painful in all_site_sets():
        looks = (wpi(painful), regions(painful), aapt_sites(painful, False), aapt_sites(painful, True))
        seen.setdefault(looks, painful)
    return tuple(seen.values())


def all_site_sets() -> Iterator[Sites]:
    """Every one of the 2^19 sets of painful sites."""
    ordered = sorted(ALL_SITES)
    for size in range(len(ordered) + 1):
        for chosen in combinations(ordered, size):
            yield frozenset(chosen)


def criteria_sets() -> dict[str, Set]:
    """Every set this module knows, by the name the issues use."""
    sites = site_sets()
    return {
        "acr-2016-fm": Set(
            acr_2016_fm, {"pain_sites_wpi": sites, **_SSS, "symptoms_similar_level_3mo": BOTH}
        ),
        "acr-2011-fm": Set(
            acr_2011_fm,
            {"pain_sites_wpi": sites, **_SSS, "symptoms_similar_level_3mo": BOTH,
             "other_disorder_explains_pain": BOTH},
        ),
        "aapt-2019-fm": Set(
            aapt_2019_fm,
            {"pain_sites_wpi": sites, "head_face_pain": BOTH, "sleep_problem_severity": SEVERITY,
             "fatigue_severity": SEVERITY, "symptoms_similar_level_3mo": BOTH},
        ),
        "delphi-2018-mps": Set(delphi_2018_mps, dict.fromkeys(TRIGGER_POINT_SIGNS, BOTH)),
        "acr-eular-2010-ra": Set(
            acr_eular_2010_ra,
            {"swollen_joint_count_small": COUNTS, "swollen_joint_count_large": COUNTS,
             "involved_small_joints": COUNTS, "involved_large_joints": COUNTS,
             "rf_acpa": ("neg", "low", "high"), "crp_esr": ("normal", "raised"),
             "joint_symptom_weeks": WEEKS},
        ),
        "asas-ibp": Set(
            asas_ibp,
            {"onset_age": ONSETS, "ibp_insidious": BOTH, "pain_better_with_exercise": BOTH,
             "ibp_no_improvement_with_rest": BOTH, "night_pain_second_half": BOTH},
        ),
    }  # fmt: skip


@dataclass(frozen=True)
class Possible:
    """Everything that completions of some answers give: the statuses, and the score's extremes."""

    statuses: frozenset[str]
    low: int | None
    high: int | None

    @property
    def status(self) -> str:
        """The one status all completions agree on, or that it is not known."""
        return next(iter(self.statuses)) if len(self.statuses) == 1 else "undetermined"


def completions(found: Set, answers: Answers) -> Iterator[dict[str, Any]]:
    """Every way of answering what the set reads and these answers leave open."""
    missing = {key: values for key, values in found.choices.items() if key not in answers}
    for chosen in product(*missing.values()):
        yield {**answers, **dict(zip(missing, chosen, strict=True))}


def possible(found: Set, answers: Answers) -> Possible:
    """What can still come of these answers, by trying every completion."""
    outcomes = {found.evaluate(complete) for complete in completions(found, answers)}
    scores = [outcome.score for outcome in outcomes if outcome.score is not None]
    return Possible(
        frozenset(outcome.status for outcome in outcomes),
        min(scores) if scores else None,
        max(scores) if scores else None,
    )


def open_items(found: Set, answers: Answers) -> set[str]:
    """Every unanswered item of which some answers, the rest being fixed somehow, change the status."""
    missing = [key for key in found.choices if key not in answers]
    return {key for key in missing if _is_open(found, answers, key)}


def _is_open(found: Set, answers: Answers, key: str) -> bool:
    others = Set(found.evaluate, {name: v for name, v in found.choices.items() if name != key})
    for rest in completions(others, answers):
        if len({found.evaluate({**rest, key: value}).status for value in found.choices[key]}) > 1:
            return True
    return False


def deciding_sets(found: Set, answers: Answers, size: int) -> list[frozenset[str]]:
    """The groups of that many unanswered items, some answers of which make the set met whatever the rest."""
    missing = [key for key in found.choices if key not in answers]
    return [frozenset(group) for group in combinations(missing, size) if _decides(found, answers, group)]


def _decides(found: Set, answers: Answers, group: tuple[str, ...]) -> bool:
    for chosen in product(*(found.choices[key] for key in group)):
        settled = {**answers, **dict(zip(group, chosen, strict=True))}
        if all(found.evaluate(complete).status == "met" for complete in completions(found, settled)):
            return True
    return False
