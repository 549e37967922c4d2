"""What might a made-up patient answer? Profiles of `data/profiles.yaml`, drawn by a seeded chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML

from screening.questionnaires.answering import answers_at_submit
from screening.scoring.answers import NOT_ASSESSED, check_answers
from screening.scoring.bundle import Bundle, Item

PROFILES = Path(__file__).parent / "data" / "profiles.yaml"


class ProfileInvalid(ValueError):
    """The file of profiles does not fit the questionnaire; the message names profile and item."""


@dataclass(frozen=True)
class Profile:
    """One kind of made-up patient; `items` says for some items what is drawn for them."""

    name: str
    share: int
    age_years: tuple[int, int]
    female: float
    items: Mapping[str, Any]


@dataclass(frozen=True)
class Background:
    """How items are answered that a profile does not speak of, and how often none is."""

    yes: float
    unanswered: float
    not_assessed: float
    on_demand_asked: float
    stem_closed: float


@dataclass(frozen=True)
class SyntheticPatients:
    background: Background
    profiles: tuple[Profile, ...]

    def draw_profile(self, chance: Random) -> Profile:
        return chance.choices(self.profiles, [profile.share for profile in self.profiles])[0]


def load_patients(bundle: Bundle, path: Path = PROFILES) -> SyntheticPatients:
    """
    Read the profiles and hold them against the questionnaire.

    Raises:
        ProfileInvalid: a profile speaks of an item that the questionnaire does not ask.
    """
    data = YAML(typ="safe").load(path.read_text())
    profiles = tuple(
        Profile(p["name"], p["share"], tuple(p["age_years"]), p["female"], p["items"])
        for p in data["profiles"]
    )
    for profile in profiles:
        for unknown in profile.items.keys() - bundle.items.keys():
            raise ProfileInvalid(f"{path.name}: {profile.name}: {bundle.key} has no item {unknown}")
    return SyntheticPatients(Background(**data["background"]), profiles)


def draw_answers(
    bundle: Bundle, patients: SyntheticPatients, profile: Profile, *, age_years: int, sex: str, chance: Random
) -> dict[str, Any]:
    """
    The answers of one visit, as they would be submitted.

    Raises:
        ProfileInvalid: a drawn value does not fit its item.
    """
    drawn: dict[str, Any] = {}
    for item in bundle.items.values():
        value = _draw(bundle, item, patients.background, profile, chance)
        if value is not None:
            drawn[item.key] = value
    drawn |= _danger_signs(bundle, drawn) | {"age_years": age_years, "sex": sex}
    answers = answers_at_submit(bundle, drawn)
    for fault in check_answers(bundle, answers):
        raise ProfileInvalid(f"{PROFILES.name}: {profile.name}: {fault.item}: {fault.reason}")
    return answers


def _draw(bundle: Bundle, item: Item, background: Background, profile: Profile, chance: Random) -> Any:
    if item.is_stem:
        return _draw_stem(item, background, profile, chance)
    if chance.random() < background.unanswered:
        return None
    if item.key in profile.items:
        return _draw_said(item, profile.items[item.key], chance)
    if item.ask == "on_demand" and chance.random() > background.on_demand_asked:
        return None
    return _draw_unsaid(item, background, chance)


def _draw_stem(item: Item, background: Background, profile: Profile, chance: Random) -> bool | None:
    if not profile.items.keys().isdisjoint(item.covers):
        return True
    return False if chance.random() < background.stem_closed else None


def _draw_said(item: Item, said: Any, chance: Random) -> Any:
    if item.type == "boolean":
        return chance.random() < said
    if item.type == "body_sites":
        among = said.get("among") or list(item.values)
        return sorted(chance.sample(among, min(len(among), chance.randint(*said["count"]))))
    if item.type in ("choice", "multi_choice"):
        value = chance.choice(said)
        return value if item.type == "choice" else [value]
    return chance.randint(*said)


def _draw_unsaid(item: Item, background: Background, chance: Random) -> Any:
    if item.type in ("boolean", "ordinal") and chance.random() < background.not_assessed:
        return NOT_ASSESSED
    if item.type == "boolean":
        return chance.random() < background.yes
    if item.type == "ordinal":
        return item.minimum
    return list(item.negative) if isinstance(item.negative, list | tuple) else item.negative


def _danger_signs(bundle: Bundle, drawn: Mapping[str, Any]) -> dict[str, Any]:
    """Every sign of a red-flag group is answered, for without that nothing can be submitted."""
    groups = {
        group.key for section in bundle.sections for group in section.groups.values() if group.red_flags
    }
    return {item.key: drawn.get(item.key, False) for item in bundle.items.values() if item.group in groups}
