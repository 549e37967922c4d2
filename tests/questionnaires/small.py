"""What is the smallest questionnaire in which every kind of piece stands once, and can be spoilt?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from screening.evidence.source import SourceInvalid
from screening.questionnaires.loader import load_document

NAME = "small.yaml"

SMALL = """\
meta:
  key: small
  version: 1.0.0
  title: A small questionnaire
  language: en
  intended_use: To try the loader.
  population: Adults
  exclusions: [Anyone under 18]
  authored_by: Tests
  checked_by: Tests
  reviewed_date: '2026-01-01'
  next_review_date: '2027-01-01'
sections:
  - key: first
    title: First
    groups:
      - {key: signs, label: Signs}
      - {key: dangers, label: Dangers, red_flags: true}
    items:
      - key: age_years
        type: integer
        label: Age
        unit: years
        minimum: 18
        maximum: 110
        answered_by: patient_reported
        source: someone2001
        mark: M
      - key: sex
        type: choice
        label: Sex
        options:
          - {value: female, label: Female}
          - {value: male, label: Male}
          - {value: unknown, label: Not known, means: not_assessed}
        answered_by: patient_reported
        source: someone2001
        mark: M
      - key: ask_knee
        type: boolean
        label: Does a knee trouble the patient?
        covers: [knee_swollen, knee_stiff_minutes]
        answered_by: patient_reported
        source: someone2001
        mark: M
      - key: knee_swollen
        type: boolean
        label: A knee is swollen
        negative: false
        group: signs
        answered_by: clinician_observed
        source: someone2001
        mark: M
      - key: knee_stiff_minutes
        type: integer
        label: The knee is stiff
        unit: minutes
        minimum: 0
        maximum: 600
        negative: 0
        answered_by: patient_reported
        source: someone2001
        mark: M
      - key: pain_level
        type: ordinal
        label: Pain
        minimum: 0
        maximum: 3
        options:
          - {value: '0', label: None}
          - {value: '1', label: Slight}
          - {value: '2', label: Marked}
          - {value: '3', label: Intense}
        enable_when: age_years >= 18
        answered_by: patient_reported
        source: someone2001
        mark: M
      - key: crp
        type: decimal
        label: CRP
        unit: mg/l
        minimum: '0'
        maximum: '500'
        ask: on_demand
        answered_by: result
        source: someone2001
        mark: M
      - key: antibodies
        type: multi_choice
        label: Antibodies
        options:
          - {value: none_found, label: None found}
          - {value: first_kind, label: First kind}
          - {value: second_kind, label: Second kind}
          - {value: not_done, label: Not done, means: not_assessed}
        negative: [none_found]
        answered_by: result
        source: someone2001
        mark: M
      - key: remark
        type: text
        label: Remark
        answered_by: clinician_observed
        source: someone2001
        mark: M
      - key: rf_knee
        type: boolean
        label: The knee is hot
        negative: false
        group: dangers
        answered_by: clinician_observed
        source: someone2001
        mark: M
derived:
  - key: knee_signs
    label: Signs at the knee
    type: integer
    minimum: 0
    maximum: 2
    unit: signs
    expression: number_true(knee_swollen, knee_stiff_minutes >= 30)
    source: someone2001
    mark: M
  - key: knee_bad
    label: A bad knee
    type: boolean
    expression: knee_signs >= 2
    source: someone2001
    mark: M
criteria:
  - id: knee-2001
    name: Knee criteria
    edition: '2001'
    condition: kn
    kind: classification
    entry: knee_swollen
    entry_says: a swollen knee
    parts:
      - id: stiffness
        name: Stiffness
        expression: points(knee_stiff_minutes >= 30, 2)
        maximum: 2
        source: someone2001
      - id: blood
        name: Blood
        expression: points(crp > 5.5, 1) + points(includes(antibodies, 'first_kind'), 1)
        maximum: 2
        source: someone2001
    score: stiffness + blood
    unit: points
    maximum: 4
    threshold: 3
    met: score >= 3
    says: Three points with a swollen knee
    thresholds:
      - {on: score, says: three or more, source: someone2001}
    performance:
      - sensitivity: '80.5'
        specificity: 90
        population: Adults with knee pain
        n: '100'
        setting: One clinic
        comparator: Another clinic
        source: someone2001
        mark: M
    source: someone2001
    mark: M
findings_for:
  - id: knee_swelling
    says: A swollen knee
    when: knee_swollen
    bears_on:
      - {condition: kn, direction: for, strength: strong, source: someone2001, mark: M}
  - id: stiffness_short
    says: Stiff for a while
    when: 10 <= knee_stiff_minutes < 30
    bears_on:
      - {condition: kn, direction: for, strength: weak, source: someone2001, mark: M}
  - id: stiffness_long
    says: Stiff for long
    when: knee_stiff_minutes >= 30
    bears_on:
      - {condition: kn, direction: for, strength: moderate, source: someone2001, mark: M, only_if: knee_bad}
  - id: stiffness_other
    says: Stiff for long
    when: knee_stiff_minutes >= 30
    bears_on:
      - {condition: ot, direction: for, strength: moderate, source: someone2001, mark: M}
  - id: stiffness_some
    says: Stiff for a while
    when: 10 <= knee_stiff_minutes < 30
    bears_on:
      - {condition: ot, direction: for, strength: weak, source: someone2001, mark: M}
  - id: pain_marked
    says: Marked pain
    when: pain_level >= 2
    bears_on:
      - {condition: ot, direction: for, strength: moderate, source: someone2001, mark: M}
red_flags:
  - id: RF5
    name: Hot knee
    trigger: knee_swollen and crp > 100
    says: A swollen knee with a high CRP
    direct: rf_knee
    urgency: same_day
    urgency_when:
      - {urgency: emergency, when: crp > 300, says: very high}
    names: kn
    action: Look at the knee today.
    weakness: A low CRP excludes nothing.
    source: someone2001
    mark: M
conditions:
  - key: kn
    name: Knee disease
    one_line: A disease of the knee
    gate: {when: age_years >= 20, says: from age 20, source: someone2001, mark: M}
    neighbours:
      - {condition: ot, says: hurts elsewhere, source: someone2001, mark: M}
    coexists:
      - condition: ot
        figure: 10 percent
        population: Adults
        n: '100'
        setting: One clinic
        comparator: None
        source: someone2001
        mark: M
    next_steps: [Look again]
    sources: [someone2001]
    mark: M
  - key: ot
    name: Other disease
    one_line: Another disease
    next_steps: [Look again]
    sources: [someone2001]
    mark: M
references:
  - {key: someone2001, authors: Someone, year: 2001, title: On knees, doi_verified: false}
test_cases:
  - id: K1
    says: A stiff swollen knee with antibodies
    answers: {knee_swollen: true, knee_stiff_minutes: 45, antibodies: [first_kind], crp: '4', age_years: 40}
    criteria: {knee-2001: {status: met, low: 3, high: 3, parts: {blood: 1}}}
    tiers: {kn: consider_first}
    red_flags: {RF5: not_excluded}
"""


def write(folder: Path, text: str = SMALL, name: str = NAME) -> Path:
    """The questionnaire as a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def small_document(folder: Path) -> dict[str, Any]:
    """The questionnaire as it is, loaded and found sound."""
    return load_document(write(folder))


def line_of(text: str, part: str) -> int:
    """The line on which a piece of text begins, from 1."""
    return text[: text.index(part)].count("\n") + 1


def refused(path: Path) -> list[str]:
    """The faults for which the loader refuses a file."""
    with pytest.raises(SourceInvalid) as caught:
        load_document(path)
    return caught.value.faults
