"""How does a paragraph of the rule book run its tables, and what does it leave for the printed page?

A paragraph is a test: its name is a sentence, its docstring says why the rule matters, its tables are
text. Left of `=>` stand answers, right of it what the rules must make of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from screening.questionnaires.catalogue import builtin_bundle
from screening.questionnaires.rule_book import Grid
from screening.scoring.bundle import Bundle
from screening.scoring.tiers import SUGGESTED
from screening.scoring.wording import label_of
from tests.spec.decisions import ORDER, Answers, decided, normal_visit, order_of, outcome, whole_outcome
from tests.spec.words import parsed, said

ARROW = "=>"
FEW = 3
"""So many answers that say no are still named one by one."""


class Spec:
    """Runs the tables of one paragraph against a bundle and keeps them for the page."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.grids: list[Grid] = []
        self.glance: list[tuple[str, Mapping[str, list[str]]]] = []

    def holds(self, table: str, **always: Any) -> None:
        """
        Run a text table: every row must give what stands right of the arrow.

        Args:
            table: a head and rows, cells apart by "|". Input columns are item or derived keys, or
                `answers` for a cell of "key value; key value". Outcome columns are named as `outcome` says.
            always: answers given in every row.
        """
        self._run(table, always, in_a_visit=False)

    def holds_in_a_visit(self, table: str, **always: Any) -> None:
        """The same in a visit in which all else was asked and is normal."""
        self._run(table, always, in_a_visit=True)

    def of(self, key: str) -> Spec:
        """The same paragraph with the rules of a work-up."""
        other = Spec(builtin_bundle(key))
        other.grids = self.grids
        return other

    def vignette(self, story: str, answers: str, nothing_else: bool = False, **told: str) -> None:
        """
        Run a short patient story: a visit in which all else was asked and is normal.

        Args:
            story: the patient in one or two sentences.
            answers: "key value; key value": what is not normal.
            nothing_else: all else was not asked, instead of being normal.
            told: the whole outcome, each a list of ids: consider_first and consider in the order of the list,
                cannot_tell, weak (named in one line), flags; and, where it matters, the order of the whole list.
        """
        given = parsed(self.bundle, answers)
        given = given if nothing_else else normal_visit(self.bundle, given)
        decision = decided(self.bundle, given)
        found = whole_outcome(decision)
        expected = {key: told.get(key, "").split() for key in found}
        order = order_of(self.bundle, decision)
        assert _held(found) == _held(expected), "; ".join(f"{k}={' '.join(ids)}" for k, ids in found.items())
        assert told.get("order", order) == order, order
        self.glance.append((story, found))
        self.grids.append(self._story(story, parsed(self.bundle, answers), decision, found))

    def _run(self, table: str, always: Answers, in_a_visit: bool) -> None:
        head, *rows = [_cells(line) for line in table.strip().splitlines() if line.strip()]
        arrow = head.index(ARROW)
        wanted = head[arrow + 1 :]
        flags = {flag.id for flag in self.bundle.red_flags}
        only_flags = {name.partition(" ")[0] for name in wanted} <= flags
        printed = []
        for row in rows:
            assert len(row) == len(head), f"cells do not fit the head: {row}"
            own = self._answers(head[:arrow], row[:arrow])
            answers = {**always, **own}
            given = normal_visit(self.bundle, answers) if in_a_visit else answers
            decision = decided(self.bundle, given, only_flags)
            found = [outcome(self.bundle, decision, given, name) for name in wanted]
            assert found == row[arrow + 1 :], f"{' | '.join(row)}: the rules give {' | '.join(found)}"
            printed.append((*self._said(head[:arrow], row[:arrow], own), *found))
        if always:
            printed.insert(0, (self._in_every_row(always), *[""] * (len(head) - 2)))
        self.grids.append(Grid(self._head(head, arrow, in_a_visit), tuple(printed)))

    def _answers(self, head: list[str], row: list[str]) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for name, cell in zip(head, row, strict=True):
            if cell == "-":
                continue
            text = cell if name == "answers" else f"{name} {cell}"
            answers |= parsed(self.bundle, text)
        return answers

    def _head(self, head: list[str], arrow: int, in_a_visit: bool) -> tuple[str, ...]:
        asked = ["Answers" if name == "answers" else label_of(self.bundle, name) for name in head[:arrow]]
        if in_a_visit:
            asked[0] += " (all else asked and normal)"
        return (*asked, *(f"→ {self._named(name)}" for name in head[arrow + 1 :]))

    def _named(self, name: str) -> str:
        if name == ORDER:
            return "suggested, in order (= tied)"
        key, _, aspect = name.partition(" ")
        if key in self.bundle.conditions:
            named = self.bundle.conditions[key].name
        elif key in self.bundle.derived:
            named = self.bundle.derived[key].label
        else:
            flags = {flag.id: f"{flag.id} {flag.name}" for flag in self.bundle.red_flags}
            named = flags.get(key, key)
            parts = {
                part.id: part.name
                for found in self.bundle.criteria
                if found.id == key
                for part in found.parts
            }
            named, aspect = (parts[aspect], "") if aspect in parts else (named, aspect)
        return f"{named} {aspect}".strip()

    def _said(self, head: list[str], row: list[str], own: Answers) -> list[str]:
        return [
            self._words(parsed(self.bundle, cell))
            if name == "answers"
            else said(self.bundle, name, own.get(name))
            for name, cell in zip(head, row, strict=True)
        ]

    def _in_every_row(self, always: Answers) -> str:
        """What the whole table takes for granted; a long list of answers that say no is only counted."""
        telling = {key: value for key, value in always.items() if not self._says_nothing(key, value)}
        quiet = len(always) - len(telling)
        if quiet <= FEW:
            return f"In every row, unless it says otherwise: {self._words(always)}"
        told = f"{self._words(telling)}; " if telling else ""
        return f"In every row, unless it says otherwise: {told}{quiet} more answered with no, none or 0"

    def _says_nothing(self, key: str, value: Any) -> bool:
        item = self.bundle.items.get(key)
        negative = item.negative if item else None
        return value in (False, 0) or value == (list(negative) if isinstance(negative, tuple) else negative)

    def _words(self, answers: Answers) -> str:
        told = (f"{label_of(self.bundle, key)}: {said(self.bundle, key, answers[key])}" for key in answers)
        return "; ".join(told) or "nothing"

    def _story(
        self, story: str, answers: Answers, decision: Mapping[str, Any], found: Mapping[str, list[str]]
    ) -> Grid:
        results = {result["condition"]: result for result in decision["conditions"]}
        flags = {flag["id"]: flag for flag in decision["red_flags"]}
        names = {flag.id: flag.name for flag in self.bundle.red_flags}
        rows = [("What is not normal", self._words(answers))]
        met = [c["id"] for c in decision["criteria"] if c["status"] == "met"]
        rows.append(("Sets met", ", ".join(met) or "none"))
        for tier in ("consider_first", "consider", "cannot_tell"):
            listed = [f"{self.bundle.conditions[key].name} ({_why(results[key])})" for key in found[tier]]
            rows.append((tier.replace("_", " ").capitalize(), "; ".join(listed) or "none"))
        order = order_of(self.bundle, decision)
        if " " in order:
            rows.append(("Order of the list (= tied)", order))
        weak = [f"{self.bundle.conditions[key].name} ({results[key]['strength']})" for key in found["weak"]]
        rows.append(("Weak support only", "; ".join(weak) or "none"))
        raised = [f"{names[key]} ({flags[key]['urgency'].replace('_', ' ')})" for key in found["flags"]]
        rows.append(("Danger signs raised", "; ".join(raised) or "none"))
        return Grid((story, " "), tuple(rows))


def _why(result: Mapping[str, Any]) -> str:
    companions = f" of {', '.join(result['companion_of'])}" if result["reason"] == "companion" else ""
    return f"{result['reason'].replace('_', ' ')}{companions}, strength {result['strength']}"


def _held(outcome: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What a vignette must say: the suggestions in their order, the rest in any."""
    return {key: ids if key in SUGGESTED else sorted(ids) for key, ids in outcome.items()}


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]
