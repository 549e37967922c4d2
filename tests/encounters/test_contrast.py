"""Do the pages that tell conditions apart say what the cards say, for whoever may see the result and nobody else?"""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from screening.audit.models import AuditEvent
from screening.encounters.models import Response
from screening.scoring.coexistence import figures_between, pairs_among
from screening.scoring.contrast import contrast
from tests.encounters.screenings import begun, screened
from tests.encounters.wide_screen import WIDESPREAD, bundle, document
from tests.factories import VersionFactory, at_work, clinic

ANSWERS = {
    **WIDESPREAD,
    "swollen_joint_count_small": 4,
    "crp_esr": "raised",
    "head_face_pain": "not_assessed",
}
MOST_QUERIES = 12 + 2  # the test's own savepoint around the request is counted too


@pytest.fixture
def place(client: Client, db: None) -> SimpleNamespace:
    """A clinician signed in, with the wide screen published for the practice."""
    place = clinic()
    place.version = VersionFactory(practice=place.practice, bundle=document())
    client.force_login(place.user)
    return place


@pytest.fixture
def response(place: SimpleNamespace) -> Response:
    return screened(place, **ANSWERS)


def address(name: str, response: Response) -> str:
    return reverse(f"encounters:{name}", args=[response.id])


def test_the_lines_name_both_weights_the_state_and_what_would_settle_it() -> None:
    lines = {line.finding: line for line in contrast(bundle(), "ra", "fm", ANSWERS)}

    assert lines["swollen_small_joint"].state == "holds" and not lines["swollen_small_joint"].ask
    assert lines["rf_acpa_high"].ask == ("rf_acpa",)
    assert {line.mark for line in lines.values()} == {"V", "M"}


def test_among_lines_that_separate_as_much_those_that_hold_come_first() -> None:
    order = ("holds", "not_known", "does_not_hold")
    places = [
        (-abs(line.first - line.second), order.index(line.state))
        for line in contrast(bundle(), "fm", "pmr", ANSWERS)
    ]

    assert places == sorted(places)


def test_a_weight_that_counts_under_something_else_says_whether_it_does() -> None:
    """Aching shoulders speak for polymyalgia only from 50 on; the finding itself holds at any age."""
    for age, counts in ((40, False), (60, True)):
        answers = {"age_years": age, "bilateral_shoulder_girdle_pain": True, "morning_stiffness_minutes": 60}
        guarded = [line for line in contrast(bundle(), "pmr", "ms", answers) if line.counts[0] is False]
        assert bool(guarded) is not counts


def test_every_figure_of_a_pair_stands_once_whichever_card_gives_it() -> None:
    """Two pooled estimates of fibromyalgia in rheumatoid arthritis differ; both are shown."""
    figures = figures_between(bundle(), "fm", "ra")

    assert {"duffield2018", "zhao2019"} <= {figure.source for figure in figures}
    assert len(figures) == len({(figure.source, figure.figure) for figure in figures})
    turned = figures_between(bundle(), "ra", "fm")
    assert {(f.source, f.figure) for f in figures} == {(f.source, f.figure) for f in turned}
    assert all(f.population and f.n and f.setting and f.comparator for f in figures)


def test_pairs_keep_the_order_of_the_result() -> None:
    pairs = pairs_among(bundle(), ["ra", "ms", "fm"])

    assert [(pair.first, pair.second) for pair in pairs][:1] == [("ra", "fm")]
    assert pairs_among(bundle(), ["fm"]) == ()


def test_the_page_of_a_pair(client: Client, response: Response) -> None:
    page = client.get(address("contrast", response), {"first": "fm", "second": "ra"})
    text = page.content.decode()

    assert page.status_code == 200
    assert "What separates Fibromyalgia and Rheumatoid arthritis" in text
    assert "strong for" in text and "moderate against" in text and "no bearing" in text
    assert "have not been validated inside inflammatory arthritis" in text
    assert "Duffield 2018" in text and "Zhao 2019" in text
    assert f"{address('check', response)}#answer-rf_acpa" in text
    assert [row.state for row in page.context["page"].rows if row.ask] == [
        row.state for row in page.context["page"].rows if row.state == "not_known"
    ]


def test_a_card_leads_to_what_popular_articles_say_of_it(client: Client, response: Response) -> None:
    link = f"{reverse('library:articles')}?condition=fm"

    assert f'href="{link}"' in client.get(address("result", response)).content.decode()
    assert client.get(link).status_code == 200


def test_without_a_pair_the_page_lets_one_be_chosen(client: Client, response: Response) -> None:
    page = client.get(address("contrast", response))

    assert page.status_code == 200
    assert "What separates two conditions" in page.content.decode()
    assert page.context["page"].rows == ()


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ({"first": "fm", "second": "gout"}, "has no condition “gout”"),
        ({"first": "fm", "second": "fm"}, "Choose two different conditions"),
        ({"first": "fm"}, "Choose the other condition"),
        ({"first": "<script>", "second": "ra"}, "&lt;script&gt;"),
        ({"second": "\x00" * 9000}, "Choose one condition"),
    ],
)
def test_a_pair_that_cannot_be_compared_is_refused_in_words(
    client: Client, response: Response, pair: dict[str, str], words: str
) -> None:
    page = client.get(address("contrast", response), pair)

    assert page.status_code == 404
    assert words in page.content.decode()


def test_a_questionnaire_without_conditions_refuses_readably(client: Client, db: None) -> None:
    place = clinic()
    client.force_login(place.user)
    response = screened(place)

    assert (
        "has no condition “fm”"
        in client.get(address("contrast", response), {"first": "fm", "second": "ra"}).content.decode()
    )
    assert "holds no such table" in client.get(address("findings", response)).content.decode()
    assert "Tell conditions apart" not in client.get(address("result", response)).content.decode()


def test_the_matrix_has_the_suggested_conditions_and_this_patients_answers(
    client: Client, response: Response
) -> None:
    page = client.get(address("findings", response)).context["page"]
    whole = client.get(address("findings", response), {"all": "1"}).context["page"]

    assert {"Fibromyalgia", "Rheumatoid arthritis"} <= set(page.columns)
    assert len(page.columns) <= 6 and len(page.columns) < len(whole.columns) == whole.total
    answers = {row.says: row.answer for row in page.rows}
    assert answers["Joints that the clinician finds swollen"] == "Yes"
    assert answers["Morning stiffness of more than 45 minutes"] == "Not known"
    swollen = next(row for row in page.rows if "swollen" in row.says)
    by_name = dict(zip(page.columns, swollen.cells, strict=True))
    assert by_name["Fibromyalgia"].words == "argues against it as the only explanation"
    assert by_name["Rheumatoid arthritis"].sign == "++"


def test_every_cell_has_words_beside_its_sign(client: Client, response: Response) -> None:
    page = client.get(address("findings", response), {"all": "1"}).context["page"]

    assert all(cell.words for row in page.rows for cell in row.cells)


@pytest.mark.parametrize("name", ["contrast", "findings"])
def test_the_pages_stand_behind_the_walls_of_the_result(
    client: Client, response: Response, place: SimpleNamespace, name: str
) -> None:
    draft = begun(place, "P-2")
    assert client.get(address(name, draft)).url == reverse("encounters:resume", args=[draft.id])
    assert client.post(address(name, response)).status_code == 405

    client.force_login(clinic().user)
    assert client.get(address(name, response)).status_code == 404
    client.force_login(clinic(role="author").user)
    assert client.get(address(name, response)).status_code == 403
    client.logout()
    assert client.get(address(name, response)).status_code == 302


def test_looking_is_recorded_without_the_patients_reference(
    client: Client, response: Response, place: SimpleNamespace
) -> None:
    client.get(address("contrast", response), {"first": "fm", "second": "ra"})
    client.get(address("findings", response))

    with at_work(place):
        seen = [event.body for event in AuditEvent.objects.filter(body__contains='"result.view"')]
    assert [
        '"fields":["contrast","fm","ra"]' in body or '"fields":["findings"]' in body for body in seen
    ] == [
        True,
        True,
    ]
    assert not any("P-1" in body for body in seen)


@pytest.mark.parametrize("name", ["result", "contrast", "findings"])
def test_a_page_asks_the_database_a_fixed_number_of_times(
    client: Client, place: SimpleNamespace, name: str, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for number, answers in enumerate(({}, ANSWERS)):
        response = screened(place, f"P-{number}", **answers)
        client.get(address(name, response))
        with django_assert_max_num_queries(MOST_QUERIES) as asked:
            client.get(address(name, response), {"first": "fm", "second": "ra"})
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(("today", "is_overdue"), [(date(2027, 11, 22), False), (date(2027, 11, 23), True)])
def test_overdue_evidence_is_painted_on_every_page(
    client: Client, response: Response, monkeypatch: pytest.MonkeyPatch, today: date, is_overdue: bool
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: today)
    pages = [client.get(address(name, response)) for name in ("result", "findings")]
    pages.append(client.get(address("contrast", response), {"first": "fm", "second": "ra"}))

    for page in pages:
        text = page.content.decode()
        assert ("was due for review on 22 November 2027" in text) is is_overdue
        assert (text.count("review overdue") == len(page.context["page"].sources)) is is_overdue
