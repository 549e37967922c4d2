"""Does a questionnaire hold the rows of the matrix that its own items and conditions can fill?"""

from __future__ import annotations

from typing import Any

from screening.evidence.source import Sourced
from screening.questionnaires.checks import check_document
from screening.questionnaires.recipes import assemble, pantry
from screening.scoring.bundle import bundle_from_document


def made(conditions: list[str], items: list[str]) -> dict[str, Any]:
    meta = {
        "key": "small",
        "version": "1.0.0",
        "title": "Small",
        "language": "en",
        "intended_use": "To try the matrix",
        "population": "Adults",
        "exclusions": ["Nobody"],
        "authored_by": "Tests",
        "checked_by": "Tests",
        "reviewed_date": "2026-01-01",
        "next_review_date": "2027-01-01",
    }
    section = {"key": "first", "title": "First", "items": ["age_years", "sex", *items]}
    recipe = {"meta": meta, "sections": [section], "use": {"conditions": conditions}}
    return dict(assemble(Sourced(recipe), pantry()).value)


def reasons(document: dict[str, Any]) -> list[str]:
    return [problem.reason for problem in check_document(document)]


def test_rows_of_asked_items_keep_the_columns_of_its_conditions() -> None:
    document = made(["iim", "hypothy"], ["ck_level", "reflexes"])

    bundle = bundle_from_document(document)

    assert [
        (row.id, row.cell("iim"), row.cell("hypothy"), row.cell("fm")) for row in bundle.discriminators
    ] == [("raised_ck", "++", "+", "")]


def test_a_document_that_can_fill_no_row_has_no_matrix() -> None:
    """Else the digest of versions released before there was a matrix would change."""
    assert "discriminators" not in made(["iim", "oa"], ["ck_level"])
    assert "discriminators" not in made(["iim", "hypothy"], ["tsh"])


def test_a_row_of_unknown_names_or_that_nothing_can_change_is_refused() -> None:
    document = made(["cidp", "iim"], ["ck_level", "reflexes"])
    reflexes, ck = document["discriminators"][-2:]

    document["discriminators"] = [{**ck, "cells": {"iim": "++", "oa": "-"}}]
    assert "unknown condition 'oa'" in reasons(document)

    document["discriminators"] = [{**ck, "when": "ck_levels != 'normal'"}]
    assert "unknown name 'ck_levels'" in reasons(document)

    document["discriminators"] = [{**ck, "when": "age_years >= 18"}]
    assert [reason for reason in reasons(document) if reason.startswith("raised_ck can never be")]

    document["discriminators"] = [reflexes, reflexes]
    assert "discriminators 'absent_reflexes' stands twice" in reasons(document)
