"""Is every mistake an author can seed refused, with file, line and a reason that helps?"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from screening.evidence.loader import DATA, load_evidence
from screening.evidence.source import SourceInvalid
from tests.questionnaires.small import NAME, SMALL, line_of, refused, write


@dataclass(frozen=True)
class Mistake:
    """
    One change to the sound questionnaire.

    `old` is replaced by `new` once; the fault must stand on the line on which `at` begins afterwards
    (or where the change begins) and say `reason`.
    """

    what: str
    old: str
    new: str
    reason: str
    at: str = ""

    def __str__(self) -> str:
        return self.what.replace(" ", "-")

    @property
    def text(self) -> str:
        assert SMALL.count(self.old) >= 1, self.old
        return SMALL.replace(self.old, self.new, 1)

    @property
    def line(self) -> int:
        if self.at:
            return line_of(self.text, self.at)
        return SMALL[: SMALL.index(self.old)].count("\n") + 1


FOR_KN = "- {condition: kn, direction: for, strength: strong, source: someone2001, mark: M}"
SWELLING = "when: knee_swollen\n"
MISTAKES = (
    Mistake("missing citation", FOR_KN, FOR_KN.replace("source: someone2001, ", ""), "Field required"),
    Mistake("missing citation of a threshold", "says: three or more, source: someone2001}",
            "says: three or more}", "Field required"),
    Mistake("missing mark", FOR_KN, FOR_KN.replace(", mark: M", ""), "Field required"),
    Mistake("unknown reference", FOR_KN, FOR_KN.replace("someone2001", "nobody1999"),
            "unknown reference 'nobody1999'"),
    Mistake("unknown condition", FOR_KN, FOR_KN.replace("kn", "zz", 1), "unknown condition 'zz'"),
    Mistake("threshold gap", "when: 10 <= knee_stiff_minutes < 30\n    bears_on:\n      - {condition: ot",
            "when: 10 <= knee_stiff_minutes < 20\n    bears_on:\n      - {condition: ot", "leave a gap"),
    Mistake("threshold overlap", "when: 10 <= knee_stiff_minutes < 30\n    bears_on:\n      - {condition: ot",
            "when: 10 <= knee_stiff_minutes < 40\n    bears_on:\n      - {condition: ot", "overlap"),
    Mistake("dead rule", SWELLING, "when: knee_swollen and not knee_swollen\n", "can never be true"),
    Mistake("dead rule out of range", SWELLING, "when: knee_stiff_minutes > 600\n", "can never be true"),
    Mistake("rule that always holds", SWELLING, "when: knee_swollen or not knee_swollen\n", "can never be false"),
    Mistake("criteria that can never be met", "met: score >= 3", "met: score >= 5", "can never be true"),
    Mistake("unreachable item", "enable_when: age_years >= 18", "enable_when: age_years >= 200",
            "pain_level can never be shown"),
    Mistake("flag that can never be raised", "trigger: knee_swollen and crp > 100",
            "trigger: knee_swollen and crp > 1000", "can never be true"),
    Mistake("condition that can never be considered",
            "when: pain_level >= 2\n    bears_on:\n      - {condition: ot, direction: for, strength: moderate",
            "when: pain_level >= 2\n    bears_on:\n      - {condition: ot, direction: for, strength: weak",
            "ot can never reach consider", at="- key: ot\n"),
    Mistake("gate that never opens", "gate: {when: age_years >= 20", "gate: {when: age_years >= 200",
            "the gate of kn can never be true"),
    Mistake("cycle in derived values", "expression: number_true(knee_swollen, knee_stiff_minutes >= 30)",
            "expression: number_true(knee_swollen, knee_bad)", "is made of itself"),
    Mistake("cycle in enable_when", "enable_when: age_years >= 18", "enable_when: pain_level >= 1",
            "pain_level is shown only when it is already answered"),
    Mistake("duplicate key", "        unit: years\n", "        unit: years\n        unit: years\n",
            "duplicate key", at="        unit: years\n        minimum: 18"),
    Mistake("anchor", "exclusions: [Anyone under 18]", "exclusions: &all [Anyone under 18]", "anchors and aliases"),
    Mistake("alias", "exclusions: [Anyone under 18]", "exclusions: *all", "anchors and aliases"),
    Mistake("no as a boolean", "negative: false\n        group: signs", "negative: no\n        group: signs",
            "cannot be the negative of a boolean"),
    Mistake("yes as a boolean", "red_flags: true}", "red_flags: yes}", "valid boolean"),
    Mistake("float", "maximum: 2\n        source", "maximum: 2.5\n        source", "decimal as quoted text"),
    Mistake("octal", "maximum: 600", "maximum: 0600", "plain digits"),
    Mistake("unit missing", "        unit: years\n", "", "a number needs a unit", at="- key: age_years"),
    Mistake("range missing", "        maximum: 600\n", "", "finite range", at="- key: knee_stiff_minutes"),
    Mistake("range upside down", "maximum: 600", "maximum: -1", "maximum must be above"),
    Mistake("figure without population", "        population: Adults with knee pain\n", "", "Field required",
            at="- sensitivity: '80.5'"),
    Mistake("coexistence without population", "        population: Adults\n", "", "Field required",
            at="- condition: ot\n        figure"),
    Mistake("HTML in text", "title: First", "title: First <b>page</b>", "HTML is not allowed"),
    Mistake("script in a label", "label: Remark", "label: <script>alert(1)</script>", "HTML is not allowed"),
    Mistake("control character in text", "label: Remark", 'label: "Rem\\u0007ark"', "control characters"),
    Mistake("failing test case", "criteria: {knee-2001: {status: met,", "criteria: {knee-2001: {status: not_met,",
            "K1: expected not_met, the rules give met"),
    Mistake("failing tier in a test case", "tiers: {kn: consider_first}", "tiers: {kn: consider}",
            "K1: expected consider, the rules give consider_first"),
    Mistake("test case about an unknown set", "criteria: {knee-2001:", "criteria: {knee-2002:",
            "there is no such criterion"),
    Mistake("test case with an impossible answer", "knee_stiff_minutes: 45", "knee_stiff_minutes: 601",
            "must be from 0 to 600"),
    Mistake("unknown name in an expression", SWELLING, "when: knee_swelling_seen\n",
            "unknown name 'knee_swelling_seen'"),
    Mistake("unknown option in an expression", "'first_kind'), 1)", "'third_kind'), 1)", "offers no option"),
    Mistake("option that means not assessed in an expression", "'first_kind'), 1)", "'not_done'), 1)",
            "offers no option"),
    Mistake("attribute in an expression", SWELLING, "when: knee_swollen.__class__\n", "Attribute is not allowed"),
    Mistake("loop in an expression", SWELLING, "when: any(x for x in y)\n", "there is no function 'any'"),
    Mistake("half an expression", SWELLING, "when: knee_swollen and\n", "cannot be read as a rule"),
    Mistake("number where a condition belongs", SWELLING, "when: knee_stiff_minutes\n", "must be a boolean"),
    Mistake("text item in an expression", SWELLING, "when: remark\n", "unknown name 'remark'"),
    Mistake("stem in a rule", SWELLING, "when: ask_knee\n", "unknown name 'ask_knee'"),
    Mistake("part named like an item", "- id: stiffness\n", "- id: pain_level\n", "is the name of an item"),
    Mistake("threshold on a part that is not there", "{on: score,", "{on: total,", "there is no part 'total'"),
    Mistake("stem over an unknown item", "covers: [knee_swollen,", "covers: [knee_swelling,", "unknown item"),
    Mistake("stem over an item without negative", "        negative: 0\n", "", "needs a negative value",
            at="covers: [knee"),
    Mistake("stem that is not called ask", "- key: ask_knee", "- key: knee_first", "a stem's key starts with ask_"),
    Mistake("option twice", "{value: second_kind,", "{value: first_kind,", "an option stands twice",
            at="options:\n          - {value: none_found"),
    Mistake("ordinal with a hole", "          - {value: '2', label: Marked}\n", "", "every number of its range",
            at="options:\n          - {value: '0'"),
    Mistake("item twice", "- key: pain_level", "- key: crp", "item 'crp' stands twice",
            at="- key: crp\n        type: decimal"),
    Mistake("unknown group", "group: signs\n", "group: marks\n", "no group 'marks'"),
    Mistake("misspelt key", "        answered_by: patient_reported", "        answerd_by: patient_reported",
            "unknown key 'answerd_by'"),
    Mistake("unknown type", "type: decimal", "type: float", "Input should be"),
    Mistake("age missing", "- key: age_years", "- key: age", "every questionnaire asks age_years", at="sections:"),
    Mistake("review date missing", "  next_review_date: '2027-01-01'\n", "", "Field required", at="meta:"),
    Mistake("version that is none", "version: 1.0.0", "version: '1.0'", "should match pattern"),
    Mistake("group of a number", "negative: 0\n", "negative: 0\n        group: signs\n",
            "only yes-or-no items", at="        group: signs\n        answered_by: patient_reported"),
    Mistake("choice without options", "type: text\n        label: Remark", "type: choice\n        label: Remark",
            "a choice item needs options", at="- key: remark"),
    Mistake("body map without its sites", "type: multi_choice\n        label: Antibodies",
            "type: body_sites\n        label: Antibodies", "the fixed 19",
            at="options:\n          - {value: none_found"),
    Mistake("number of a choice", "type: choice\n        label: Sex", "type: integer\n        label: Sex",
            "finite range", at="- key: sex"),
    Mistake("half a number as the end of a whole range", "maximum: 600", "maximum: '600.5'",
            "the range of a whole number is whole", at="- key: knee_stiff_minutes"),
    Mistake("range too wide to be exact", "maximum: 600", "maximum: 60001", "a range holds at most"),
    Mistake("two stems over one item", "negative: 0\n        answered_by: patient_reported",
            "negative: 0\n        covers: [rf_knee]\n        answered_by: patient_reported",
            "a stem is a yes-or-no item", at="covers: [rf_knee]"),
    Mistake("stem after what it covers", "covers: [knee_swollen, knee_stiff_minutes]", "covers: [knee_swollen, sex]",
            "must stand after its stem", at="covers: [knee"),
    Mistake("broken indentation", "  title: A small", " title: A small", ""),
    Mistake("python tag", "title: First", "title: !!python/name:os.system First", "is not allowed"),
    Mistake("score without a unit", "    unit: points\n    maximum: 4\n", "    maximum: 4\n", "a score needs a unit",
            at="- id: knee-2001"),
    Mistake("derived number without a unit", "    unit: signs\n", "", "a number needs a unit", at="- key: knee_signs"),
    Mistake("figure with an empty population", "population: Adults with knee pain", "population: ''",
            "at least 1 character"),
    Mistake("performance without a figure", "      - sensitivity: '80.5'\n        specificity: 90\n        population:",
            "      - population:", "without sensitivity, specificity or figure", at="- population: Adults"),
    Mistake("threshold that no rule names", "    threshold: 3\n", "    threshold: 2\n", "no rule of the set names 2"),
    Mistake("threshold beyond the maximum", "    threshold: 3\n", "    threshold: 5\n", "beyond the maximum"),
    Mistake("points beyond the maximum of a part", "points(knee_stiff_minutes >= 30, 2)",
            "points(knee_stiff_minutes >= 30, 3)", "stiffness can reach 3",
            at="maximum: 2\n        source: someone2001\n      - id: blood"),
    Mistake("points beyond the maximum of the score", "    maximum: 4\n", "    maximum: 3\n", "the score can reach 4"),
    Mistake("derived value beyond its maximum", "expression: number_true(knee_swollen,",
            "expression: number_true(rf_knee, knee_swollen,", "knee_signs can reach 3",
            at="maximum: 2\n    unit: signs"),
    Mistake("flag that nothing more can raise", "    direct: rf_knee\n",
            "    raised_too: crp > 900\n    direct: rf_knee\n", "RF5 by what is raised too can never be true"),
    Mistake("flag whose tick is never shown", "label: The knee is hot\n",
            "label: The knee is hot\n        enable_when: age_years > 200\n", "rf_knee can never be shown",
            at="enable_when: age_years > 200"),
    Mistake("flag whose tick is not asked", "direct: rf_knee", "direct: rf_nothing", "unknown name 'rf_nothing'"),
    Mistake("weight under a condition that contradicts it", "only_if: knee_bad", "only_if: knee_stiff_minutes < 10",
            "stiffness_long for kn can never be true", at="when: knee_stiff_minutes >= 30"),
    Mistake("entry that nobody passes", "entry: knee_swollen\n", "entry: knee_stiff_minutes > 600\n",
            "knee-2001 can never be true", at="met: score >= 3"),
    Mistake("cycle through a stem", "label: Does a knee trouble the patient?\n",
            "label: Does a knee trouble the patient?\n        enable_when: knee_swollen\n",
            "ask_knee is shown only when it is already answered", at="enable_when: knee_swollen"),
    Mistake("review date that is no day", "next_review_date: '2027-01-01'", "next_review_date: '2027-02-30'",
            "day is out of range"),
)  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_is_refused_with_file_line_and_reason(mistake: Mistake, tmp_path: Path) -> None:
    faults = refused(write(tmp_path, mistake.text))

    at_its_line = [fault for fault in faults if fault.startswith(f"{NAME}:{mistake.line}:")]
    assert at_its_line, f"expected line {mistake.line}, got {faults}"
    assert any(mistake.reason in fault for fault in at_its_line), faults


def test_a_rule_of_too_many_cells_is_refused(tmp_path: Path) -> None:
    """Exact bounds need every combination of extremes; the law cannot be kept beyond 4,096 of them."""
    keys = [f"way_{number}" for number in range(13)]
    items = "".join(
        f"      - {{key: {key}, type: integer, label: L, unit: u, minimum: 0, maximum: 9,"
        " answered_by: result, source: someone2001, mark: M}\n"
        for key in keys
    )
    several = " and ".join(
        f"({key} == 4 and age_years > 30 or {key} == 5 and age_years <= 30)" for key in keys
    )
    text = SMALL.replace("      - key: rf_knee", f"{items}      - key: rf_knee")
    text = text.replace(SWELLING, f"when: {several}\n")

    faults = refused(write(tmp_path, text))

    line = line_of(text, "when: (way_0")
    assert any(fault.startswith(f"{NAME}:{line}:") and "4096 cells" in fault for fault in faults), faults


def test_every_fault_of_a_kind_is_named_at_once(tmp_path: Path) -> None:
    """An author mends a file in one sitting, not one fault for each run."""
    text = SMALL.replace("title: First", "title: <i>First</i>").replace("unit: minutes\n", "unnit: minutes\n")

    assert len(refused(write(tmp_path, text))) == 2


@dataclass(frozen=True)
class EvidenceFault:
    """
    One change to an evidence file: the first `old` after `after` becomes `new`.

    The fault must stand on the line where the change begins and say `reason`.
    """

    what: str
    file: str
    old: str
    new: str
    reason: str
    after: str = ""

    def __str__(self) -> str:
        return self.what.replace(" ", "-")


EVIDENCE_FAULTS = (
    EvidenceFault("weight uncited", "weights/09_mood.yaml", "source: arroll2010, ", "", "source: Field required"),
    EvidenceFault("weight without mark", "weights/09_mood.yaml", ", mark: V}", "}", "mark: Field required"),
    EvidenceFault("figure without population", "criteria/fibromyalgia.yaml", "population:", "populace:",
                  "unknown key 'populace'", after="performance:"),
    EvidenceFault("figure without comparator", "criteria/fibromyalgia.yaml", "comparator:", "comparer:",
                  "unknown key 'comparer'", after="performance:"),
    EvidenceFault("coexistence without setting", "conditions/pain.yaml", "setting:", "place:", "unknown key 'place'",
                  after="coexists:"),
    EvidenceFault("duplicate key", "references.yaml", "    year: 1990\n", "    key: wolfe1990\n", "duplicate key"),
    EvidenceFault("anchor", "red_flags.yaml", "name: Sudden", "name: &x Sudden", "anchors and aliases"),
    EvidenceFault("no as a boolean", "references.yaml", "doi_verified: false", "doi_verified: no", "valid boolean"),
    EvidenceFault("float", "references.yaml", "year: 1990", "year: 1990.5", "decimal as quoted text"),
    EvidenceFault("HTML in text", "red_flags.yaml", "name: Sudden", "name: <b>Sudden</b>", "HTML is not"),
    EvidenceFault("misspelt key", "derived.yaml", "label:", "lable:", "unknown key 'lable'"),
)  # fmt: skip


@pytest.mark.parametrize("fault", EVIDENCE_FAULTS, ids=str)
def test_a_fault_in_an_evidence_file_is_refused_with_file_line_and_reason(
    fault: EvidenceFault, tmp_path: Path
) -> None:
    """Names across files are checked in the document that a recipe makes of them; the table above has those."""
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    path = data / fault.file
    text = path.read_text(encoding="utf-8")
    begin = text.index(fault.old, text.index(fault.after))
    path.write_text(text[:begin] + fault.new + text[begin + len(fault.old) :], encoding="utf-8")

    with pytest.raises(SourceInvalid) as caught:
        load_evidence(data)

    line = text[:begin].count("\n") + 1
    at_its_line = [found for found in caught.value.faults if found.startswith(f"{fault.file}:{line}:")]
    assert any(fault.reason in found for found in at_its_line), caught.value.faults
