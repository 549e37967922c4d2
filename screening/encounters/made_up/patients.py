"""What might a made-up patient answer? Profiles of `data/profiles.yaml`, drawn by a seeded chance."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
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
    """
    One kind of made-up patient; `items` says for some items what is drawn for them.

    `work_up_items` does so for a work-up: the same, what only a work-up finds out, and what everybody has there.
    """

    name: str
    share: int
    age_years: tuple[int, int]
    female: float
    items: Mapping[str, Any]
    work_up_items: Mapping[str, Any]

    def speaks_of(self, bundle: Bundle) -> Mapping[str, Any]:
        """What is drawn for the items of this questionnaire."""
        return self.work_up_items if bundle.work_up_for else self.items


@dataclass(frozen=True)
class Background:
    """How items are answered that a profile does not speak of, and how often none is."""

    yes: float
    danger: float
    unanswered: float
    not_assessed: float
    on_demand_asked: float
    stem_closed: float


@dataclass(frozen=True)
class SyntheticPatients:
    background: Background
    profiles: tuple[Profile, ...]

    def draw_profiles(self, chance: Random) -> Iterator[Profile]:
        """Profiles without end, as from a pack of cards: each hundred holds every one by its share."""
        cards = [profile for profile in self.profiles for _ in range(profile.share)]
        while True:
            yield from chance.sample(cards, len(cards))


def load_patients(
    screen: Bundle, work_ups: Iterable[Bundle] = (), path: Path = PROFILES
) -> SyntheticPatients:
    """
    Read the profiles and hold them against the questionnaires.

    Raises:
        ProfileInvalid: a profile speaks of an item that the screen, or no work-up, asks.
    """
    data = YAML(typ="safe").load(path.read_text())
    everybody = data["background"].pop("work_up_items")
    profiles = tuple(_profile(written, everybody) for written in data["profiles"])
    in_work_ups = screen.items.keys() | {key for bundle in work_ups for key in bundle.items}
    for profile in profiles:
        for unknown in sorted(profile.items.keys() - screen.items.keys()):
            raise ProfileInvalid(f"{path.name}: {profile.name}: {screen.key} has no item {unknown}")
        for unknown in sorted(profile.work_up_items.keys() - in_work_ups):
            raise ProfileInvalid(f"{path.name}: {profile.name}: no work-up has an item {unknown}")
    return SyntheticPatients(Background(**data["background"]), profiles)


def _profile(written: Mapping[str, Any], everybody: Mapping[str, Any]) -> Profile:
    items, only_there = written["items"], written.get("work_up_items", {})
    return Profile(
        name=written["name"],
        share=written["share"],
        age_years=tuple(written["age_years"]),
        female=written["female"],
        items=items,
        work_up_items={**everybody, **items, **only_there},
    )


def draw_answers(
    bundle: Bundle,
    patients: SyntheticPatients,
    profile: Profile,
    *,
    given: Mapping[str, Any],
    chance: Random,
) -> dict[str, Any]:
    """
    The answers to one questionnaire, as they would be submitted.

    Args:
        given: the answers that are there already; nothing is drawn for them.

    Raises:
        ProfileInvalid: a drawn value does not fit its item.
    """
    drawn: dict[str, Any] = dict(given)
    said, signs = profile.speaks_of(bundle), _danger_signs(bundle)
    for item in bundle.items.values():
        if item.key in given:
            continue
        if item.key in signs:  # every one is answered, for without that nothing can be submitted
            drawn[item.key] = chance.random() < said.get(item.key, patients.background.danger)
            continue
        value = _draw(item, patients.background, said, chance)
        if value is not None:
            drawn[item.key] = value
    answers = answers_at_submit(bundle, drawn)
    for fault in check_answers(bundle, answers):
        raise ProfileInvalid(f"{PROFILES.name}: {profile.name}: {fault.item}: {fault.reason}")
    return answers


def _danger_signs(bundle: Bundle) -> Collection[str]:
    """The items of the red-flag groups."""
    groups = {
        group.key for section in bundle.sections for group in section.groups.values() if group.red_flags
    }
    return {item.key for item in bundle.items.values() if item.group in groups}


def _draw(item: Item, background: Background, said: Mapping[str, Any], chance: Random) -> Any:
    if item.is_stem:
        return _draw_stem(item, background, said, chance)
    if chance.random() < background.unanswered:
        return None
    if item.key in said:
        return _draw_said(item, said[item.key], chance)
    if item.ask == "on_demand" and chance.random() > background.on_demand_asked:
        return None
    return _draw_unsaid(item, background, chance)


def _draw_stem(item: Item, background: Background, said: Mapping[str, Any], chance: Random) -> bool | None:
    if not said.keys().isdisjoint(item.covers):
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
        return value if item.type == "choice" or isinstance(value, list) else [value]
    return chance.randint(*said)


def _draw_unsaid(item: Item, background: Background, chance: Random) -> Any:
    if item.type in ("boolean", "ordinal") and chance.random() < background.not_assessed:
        return NOT_ASSESSED
    if item.type == "boolean":
        return chance.random() < background.yes
    if item.type == "ordinal":
        return item.minimum
    return list(item.negative) if isinstance(item.negative, list | tuple) else item.negative
