"""How are answers written in the tables of the rule book?"""

from __future__ import annotations

from typing import Any

from screening.scoring.bundle import Bundle
from screening.scoring.wording import answer_words

BOTH = ("jaw", "shoulder_girdle", "upper_arm", "lower_arm", "hip", "upper_leg", "lower_leg")
SITE_WORDS: dict[str, tuple[str, ...]] = {f"{part}s": (f"{part}_left", f"{part}_right") for part in BOTH}


def parsed(bundle: Bundle, text: str) -> dict[str, Any]:
    """
    Answers from "key value; key value".

    yes and no, numbers, option names; several options apart by blanks, `none` for none of them; on the
    body map also both sides at once (`hips`) and `everywhere`; `?` leaves an item unanswered.
    """
    answers: dict[str, Any] = {}
    for part in filter(None, (part.strip() for part in text.replace("\n", " ").split(";"))):
        key, _, value = part.partition(" ")
        answers[key] = _value(bundle, key, " ".join(value.split()))
    return answers


def said(bundle: Bundle, key: str, value: Any) -> str:
    """An answer as the page prints it: a severity as its number, both sides of the body as one word."""
    item = bundle.items.get(key)
    if item is not None and item.type == "ordinal" and isinstance(value, int):
        return f"{value} of {item.maximum}"
    if item is not None and item.type == "body_sites" and isinstance(value, list):
        return _places(item.values, value)
    return answer_words(bundle, key, value) or "–"


def _places(every: tuple[str, ...], value: list[str]) -> str:
    if len(value) == len(every):
        return "all 19 sites"
    left = list(value)
    words = []
    for plural, sides in SITE_WORDS.items():
        if set(sides) <= set(left):
            words.append(f"both {plural}")
            left = [site for site in left if site not in sides]
    return ", ".join([*words, *left]).replace("_", " ") or "nowhere"


def _value(bundle: Bundle, key: str, text: str) -> Any:
    item = bundle.items.get(key)
    if text == "?":
        return None
    if text == "not_assessed":
        return text
    if item is not None and item.type == "body_sites":
        return _sites(item.values, text)
    if item is not None and item.type == "multi_choice":
        return text.split()
    if text in {"yes", "no"} and (item is None or item.type == "boolean"):
        return text == "yes"
    if item is not None and item.type in {"choice", "decimal"}:
        return text
    return int(text)


def _sites(every: tuple[str, ...], text: str) -> list[str]:
    if text == "everywhere":
        return list(every)
    named = [site for word in text.split() if word != "none" for site in SITE_WORDS.get(word, (word,))]
    return [site for site in every if site in named] if set(named) <= set(every) else named
