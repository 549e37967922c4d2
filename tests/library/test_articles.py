"""Is every claim of the five articles judged, shown with its better source, and in step with the evidence?"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from screening.evidence.claims import CLAIMS, load_claims
from screening.evidence.source import SourceInvalid
from screening.library.compiling import compiled_claims
from screening.library.presenter import ArticlesPage, articles_page
from screening.library.shelf import COMPILED, judged_claims

CLAIMS_OF_EACH_ARTICLE = {"S0": 14, "S1": 13, "S2": 13, "S3": 13, "S4": 13}
TODAY = date(2026, 11, 22)


def page(condition: str = "", today: date = TODAY) -> ArticlesPage:
    return articles_page(judged_claims(), condition=condition, today=today)


def test_the_compiled_file_is_what_the_claims_make() -> None:
    """Run `manage.py questionnaires build` after a change."""
    assert COMPILED.read_bytes() == compiled_claims()


def test_every_claim_of_every_article_is_judged() -> None:
    expected = [
        f"{article}-{n}" for article, last in CLAIMS_OF_EACH_ARTICLE.items() for n in range(1, last + 1)
    ]

    assert [claim.id for claim in load_claims().claims] == expected


@pytest.mark.parametrize(
    ("claim", "judgement"),
    [
        pytest.param("S2-5", "unsupported", id="dehydrated fascia"),
        pytest.param("S2-3", "unsupported", id="six times the nerve endings"),
        pytest.param("S4-5", "incorrect", id="tender points called trigger points"),
        pytest.param("S2-12", "incorrect", id="a neurological disorder"),
        pytest.param("S3-3", "supported", id="focal deficits separate MS"),
        pytest.param("S3-6", "contested", id="CIDP in fibromyalgia"),
    ],
)
def test_a_claim_is_named_for_what_it_is(claim: str, judgement: str) -> None:
    assert {found.id: found.judgement for found in load_claims().claims}[claim] == judgement


def test_claims_about_treatment_are_used_nowhere() -> None:
    treatment = {"S0-3", "S0-4", "S0-13", "S1-12", "S2-13", "S3-7", "S4-12"}

    assert all(claim.used.startswith("Not used") for claim in load_claims().claims if claim.id in treatment)


def test_a_condition_narrows_the_list_and_says_so() -> None:
    narrowed = page("cidp")

    assert narrowed.condition
    assert [row.id for block in narrowed.articles for row in block.claims] == [
        "S3-6",
        "S3-7",
        "S3-11",
        "S3-13",
    ]
    assert page("<script>").total == page().total == 66


def test_an_overdue_review_is_said() -> None:
    due = date.fromisoformat(judged_claims()["next_review_date"])

    assert page(today=due).overdue_since is None
    assert page(today=due + timedelta(days=1)).overdue_since == due


@pytest.mark.django_db
def test_the_page_shows_each_claim_with_its_source_to_anybody(client: Client) -> None:
    shown = client.get(reverse("library:articles")).content.decode()

    assert shown.count('class="claim ') == 66
    assert "No study was found that shows dehydrated fascia" in shown
    assert 'href="#ref-fede2021"' in shown
    assert 'id="ref-fede2021"' in shown


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("judgement: contested", "judgement: maybe", "Input should be"),
        ("sources: [solomon2016]", "sources: [nobody1900]", "unknown reference 'nobody1900'"),
        ("article: fm_and_ms\n", "article: elsewhere\n", "unknown article 'elsewhere'"),
        ("id: S0-2", "id: S0-1", "claim S0-1 stands twice"),
        ("  - id: S0-1\n", "  - idd: S0-1\n", "unknown key 'idd'"),
    ],
)
def test_a_spoilt_file_is_refused_with_its_line(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = CLAIMS.read_text(encoding="utf-8")
    spoilt = tmp_path / "claims.yaml"
    spoilt.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(SourceInvalid) as caught:
        load_claims(spoilt)

    line = text[: text.index(old)].count("\n") + 1
    assert any(fault.startswith(f"claims.yaml:{line}") and reason in fault for fault in caught.value.faults)
