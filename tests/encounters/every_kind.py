"""What is the smallest questionnaire whose pages show every kind of control once?"""

from typing import Any

from screening.scoring.bundle import Bundle, bundle_from_document


def item(key: str, kind: str, **more: Any) -> dict[str, Any]:
    """An item with the attributes a test does not care about filled in."""
    facts = {"key": key, "type": kind, "label": f"Label of {key}", "answered_by": "clinician_observed"}
    return {**facts, "source": "own", "mark": "M", **more}


def options(*values: str) -> list[dict[str, str]]:
    return [{"value": value, "label": value.capitalize()} for value in values]


DOCUMENT: dict[str, Any] = {
    "meta": {"key": "every-kind", "version": "1.0.0", "title": "Every kind"},
    "sections": [
        {
            "key": "all",
            "title": "All",
            "groups": [{"key": "signs", "label": "Signs"}],
            "items": [
                item("age_years", "integer", minimum=18, maximum=110, answered_by="patient_reported"),
                item("yes_no", "boolean"),
                item("scale", "ordinal", minimum=0, maximum=2, options=options("0", "1", "2")),
                item("number", "integer", unit="minutes", minimum=0, maximum=600),
                item("decimal", "decimal", minimum="0", maximum="9.5"),
                item("choice", "choice", options=options("a", "b")),
                item("several", "multi_choice", options=options("x", "y")),
                item("tested", "multi_choice", options=options("p", "negative"), negative=["negative"]),
                item("sites", "body_sites", options=options("neck", "chest", "jaw_left")),
                item("note", "text"),
                item("sign_one", "boolean", group="signs"),
                item("sign_two", "boolean", group="signs"),
                item("ask_knee", "boolean", covers=["knee_swollen"]),
                item("knee_swollen", "boolean", negative=False),
            ],
        },
        {"key": "later", "title": "Later", "items": [item("only_if", "boolean", enable_when="yes_no")]},
    ],
}


def bundle() -> Bundle:
    """The compiled questionnaire."""
    return bundle_from_document(DOCUMENT, "sha256:none", "sha256:none")
