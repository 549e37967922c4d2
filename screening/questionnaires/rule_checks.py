"""Does every rule lead somewhere, and can every condition, flag and item be reached?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from screening.evidence.schema import Criterion, Finding
from screening.evidence.source import DocPath
from screening.questionnaires.number_checks import number_problems
from screening.questionnaires.problems import Problem
from screening.scoring.bundle import Bundle, Item
from screening.scoring.expressions import (
    BOOLEAN,
    NUMBER,
    ExpressionFault,
    Kind,
    check,
    names_in,
    parse,
)
from screening.scoring.rule import Rule
from screening.scoring.rulebook import kinds_of
from screening.scoring.tiers import SUGGESTED, best_tier


def rule_problems(bundle: Bundle) -> Iterator[Problem]:
    """Everything wrong with the rules of a bundle whose items are right."""
    problems = list(_expression_problems(bundle))
    problems = problems or list(_cycles(bundle))
    problems = problems or [*_dead_rules(bundle), *_level_problems(bundle), *number_problems(bundle)]
    yield from problems or _unreachable_conditions(bundle)


def _expression_problems(bundle: Bundle) -> Iterator[Problem]:
    kinds = kinds_of(bundle)
    stems = {key for key, item in bundle.items.items() if item.is_stem}
    scored = {key: kind for key, kind in kinds.items() if key not in stems}
    for path, item in _placed(bundle):
        if item.enable_when:
            yield from _fault((*path, "enable_when"), item.enable_when, kinds, BOOLEAN)
    for place, derived in enumerate(bundle.derived.values()):
        if derived.expression:
            wanted = BOOLEAN if derived.type == "boolean" else NUMBER
            yield from _fault(("derived", place, "expression"), derived.expression, scored, wanted)
    for place, criterion in enumerate(bundle.criteria):
        yield from _criterion_faults(("criteria", place), criterion, scored)
    for place, finding in enumerate(bundle.findings):
        yield from _fault(("findings_for", place, "when"), finding.when, scored, BOOLEAN)
        for bearing_place, bearing in enumerate(finding.bears_on):
            if bearing.only_if:
                where: DocPath = ("findings_for", place, "bears_on", bearing_place, "only_if")
                yield from _fault(where, bearing.only_if, scored, BOOLEAN)
    yield from _flag_faults(bundle, scored)
    yield from _discriminator_faults(bundle, scored)
    for place, condition in enumerate(bundle.conditions.values()):
        if condition.gate:
            yield from _fault(("conditions", place, "gate", "when"), condition.gate.when, scored, BOOLEAN)


def _criterion_faults(path: DocPath, criterion: Criterion, scored: Mapping[str, Kind]) -> Iterator[Problem]:
    """A part may name the parts before it; the score all parts; the rule also the score."""
    kinds = dict(scored)
    if criterion.entry:
        yield from _fault((*path, "entry"), criterion.entry, kinds, BOOLEAN)
    for place, part in enumerate(criterion.parts):
        yield from _fault((*path, "parts", place, "expression"), part.expression, kinds, NUMBER)
        if part.id in scored:
            yield Problem((*path, "parts", place, "id"), f"{part.id} is the name of an item")
        kinds[part.id] = Kind(NUMBER)
    if criterion.score:
        yield from _fault((*path, "score"), criterion.score, kinds, NUMBER)
        kinds["score"] = Kind(NUMBER)
    yield from _fault((*path, "met"), criterion.met, kinds, BOOLEAN)
    named = {part.id for part in criterion.parts} | {"score", "met", "entry"}
    for place, threshold in enumerate(criterion.thresholds):
        if threshold.on not in named:
            yield Problem((*path, "thresholds", place, "on"), f"there is no part {threshold.on!r}")


def _flag_faults(bundle: Bundle, scored: Mapping[str, Kind]) -> Iterator[Problem]:
    for place, flag in enumerate(bundle.red_flags):
        path: DocPath = ("red_flags", place)
        yield from _fault((*path, "trigger"), flag.trigger, scored, BOOLEAN)
        yield from _fault((*path, "direct"), flag.direct, scored, BOOLEAN)
        if flag.raised_too:
            yield from _fault((*path, "raised_too"), flag.raised_too, scored, BOOLEAN)
        for case_place, case in enumerate(flag.urgency_when):
            yield from _fault((*path, "urgency_when", case_place, "when"), case.when, scored, BOOLEAN)


def _discriminator_faults(bundle: Bundle, scored: Mapping[str, Kind]) -> Iterator[Problem]:
    for place, row in enumerate(bundle.discriminators):
        path: DocPath = ("discriminators", place)
        yield from _fault((*path, "when"), row.when, scored, BOOLEAN)
        for key, cells in (("cells", row.cells), ("words", row.words)):
            for condition in set(cells) - set(bundle.conditions):
                yield Problem((*path, key, condition), f"unknown condition {condition!r}")


def _fault(path: DocPath, text: str, kinds: Mapping[str, Kind], expected: str) -> Iterator[Problem]:
    try:
        check(parse(text), kinds, expected)
    except ExpressionFault as fault:
        yield Problem(path, str(fault))


def _placed(bundle: Bundle) -> Iterator[tuple[DocPath, Item]]:
    for place, section in enumerate(bundle.sections):
        for item_place, item in enumerate(section.items):
            yield ("sections", place, "items", item_place), item


def _cycles(bundle: Bundle) -> Iterator[Problem]:
    derived = {key: d.expression for key, d in bundle.derived.items() if d.expression}
    for place, key in enumerate(bundle.derived):
        if _reaches_itself(key, derived):
            yield Problem(("derived", place, "expression"), f"{key} is made of itself")
    shown = {key: item.enable_when for key, item in bundle.items.items() if item.enable_when}
    shown |= {covered: stem for covered, stem in bundle.stem_of.items() if covered not in shown}
    for path, item in _placed(bundle):
        if item.enable_when and _reaches_itself(item.key, shown):
            yield Problem((*path, "enable_when"), f"{item.key} is shown only when it is already answered")


def _reaches_itself(start: str, edges: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    waiting = list(names_in(parse(edges[start]))) if start in edges else []
    while waiting:
        name = waiting.pop()
        if name == start:
            return True
        if name in edges and name not in seen:
            seen.add(name)
            waiting += names_in(parse(edges[name]))
    return False


def _dead_rules(bundle: Bundle) -> Iterator[Problem]:
    """Rules that no answers can make true, or that no answers can make false."""
    rules = bundle.rules
    for path, item in _placed(bundle):
        if item.key in rules.shown and rules.shown[item.key].truth({}) is False:
            yield Problem((*path, "enable_when"), f"{item.key} can never be shown")
    for place, criterion in enumerate(bundle.criteria):
        yield from _settled(("criteria", place, "met"), rules.criteria[criterion.id].met, criterion.id)
    for key, found in rules.findings.items():
        for finding in found:
            place = bundle.findings.index(finding.finding)
            yield from _settled(
                ("findings_for", place, "when"), finding.rule, f"{finding.finding.id} for {key}"
            )
    for place, row in enumerate(bundle.discriminators):
        yield from _settled(("discriminators", place, "when"), rules.rule(parse(row.when)), row.id)
    for place, flag in enumerate(rules.flags):
        yield from _settled(("red_flags", place, "trigger"), flag.trigger, flag.flag.id)
        if flag.flag.raised_too:
            too = rules.rule(parse(flag.flag.raised_too))
            yield from _settled(
                ("red_flags", place, "raised_too"), too, f"{flag.flag.id} by what is raised too"
            )
        for case_place, (urgency, rule) in enumerate(flag.urgencies):
            where: DocPath = ("red_flags", place, "urgency_when", case_place, "when")
            yield from _settled(where, rule, f"{flag.flag.id} {urgency}")
    for place, (key, _) in enumerate(bundle.conditions.items()):
        if key in rules.gates:
            yield from _settled(("conditions", place, "gate", "when"), rules.gates[key], f"the gate of {key}")


def _settled(path: DocPath, rule: Rule, name: str) -> Iterator[Problem]:
    try:
        truth = rule.truth({})
    except ExpressionFault as fault:
        yield Problem(path, str(fault))
        return
    if truth is not None:
        yield Problem(path, f"{name} can never be {'false' if truth else 'true'}, whatever is answered")


def _level_problems(bundle: Bundle) -> Iterator[Problem]:
    """Levels of one number for one condition must neither overlap nor leave a hole between them."""
    levels: dict[tuple[str, str, str], list[tuple[int, Finding]]] = {}
    for place, finding in enumerate(bundle.findings):
        names = names_in(parse(finding.when))
        if len(names) == 1 and _is_number(bundle, names[0]):
            for bearing in finding.bears_on:
                if not bearing.only_if:
                    key = (bearing.condition, bearing.direction, names[0])
                    levels.setdefault(key, []).append((place, finding))
    for (condition, _, name), found in levels.items():
        if len(found) > 1:
            yield from _hole_or_overlap(bundle, condition, name, found)


def _is_number(bundle: Bundle, name: str) -> bool:
    if name in bundle.derived:
        return bundle.derived[name].type == "integer"
    return bundle.items[name].type in {"ordinal", "integer"}


def _hole_or_overlap(
    bundle: Bundle, condition: str, name: str, found: list[tuple[int, Finding]]
) -> Iterator[Problem]:
    domain = bundle.rules.domains[name]
    rules = [bundle.rules.rule(parse(finding.when)) for _, finding in found]
    holding = [
        sum(bool(rule.truth({name: value})) for rule in rules)
        for value in range(int(domain.minimum), int(domain.maximum) + 1)
    ]
    path: DocPath = ("findings_for", found[-1][0], "when")
    if max(holding) > 1:
        yield Problem(path, f"levels of {name} for {condition} overlap")
    inside = "".join("1" if count else "0" for count in holding).strip("0")
    if "0" in inside:
        yield Problem(path, f"levels of {name} for {condition} leave a gap between them")


def _unreachable_conditions(bundle: Bundle) -> Iterator[Problem]:
    for place, (key, condition) in enumerate(bundle.conditions.items()):
        if condition.asks_with:
            continue
        if best_tier(bundle, key, {}, lambda name: True) not in SUGGESTED:
            yield Problem(("conditions", place), f"{key} can never reach consider, whatever is answered")
