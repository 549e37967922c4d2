"""Does every file become plain values with their lines, or a refusal, and soon?"""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screening.evidence.source import DEEPEST, Sourced, SourceInvalid, parse_yaml

NAME = "some.yaml"
LONGEST_SECONDS = 2.0
PIECES = st.sampled_from(
    ["a", "b: ", "- ", "\n", "  ", "[", "]", "{", "}", "&x ", "*x", "!!int ", "!t ", "|\n", ">\n", "'", '"', "#",
     ": ", ",", "? ", "<<: ", "---\n", "...\n", "%YAML 1.1\n", "1", "0x1f", "0o7", "1_000", "1.5", "yes", "no", "true",
     "~", "null", "2001-01-01", ".inf", "\t", "\\u0000", "é"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.lists(PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode()),
    )
)
@example(b"a: &x [1]\nb: *x\n")
@example(b"a: !!python/object/apply:os.system ['true']\n")
@example(b"- !!binary aGVsbG8=\n")
@example(b"- !!set {a, b}\n")
@example(b"{a: 1, a: 2}")
@example(b"\xef\xbb\xbfa: 1\n")
@example(b"a: 1\n---\nb: 2\n")
def test_any_bytes_give_values_or_a_refusal_within_two_seconds(data: bytes) -> None:
    """Practices will upload such files: no traceback, no other exception, no long wait."""
    assert seconds_to_read(data) < LONGEST_SECONDS


def seconds_to_read(data: bytes) -> float:
    """Processor seconds until there are values with places, or faults with lines."""
    begun = time.process_time()
    try:
        found = parse_yaml(data, NAME)
    except SourceInvalid as error:
        assert error.faults
        assert all(fault.startswith(f"{NAME}:") for fault in error.faults)
    else:
        assert isinstance(found, Sourced)
        assert found.place(()) is not None
    return time.process_time() - begun


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"[" * 1_000_000, id="deep lists"),
        pytest.param(b"- " * 500_000 + b"a", id="deep entries"),
        pytest.param(b"a: " * 300_000, id="keys in one line"),
        pytest.param(b"? " * 500_000, id="open keys"),
        pytest.param(b"&a " * 300_000, id="anchors"),
        pytest.param(b"- [a, b, c, d, e, f]\n" * 40_000, id="many entries"),
        pytest.param(b"'" + b"x" * 1_000_000 + b"'", id="one long text"),
        pytest.param(b"9" * 1_000_000, id="one long number"),
        pytest.param(b"---\n" * 250_000, id="documents"),
        pytest.param(b"a" * 2_000_000, id="too many bytes"),
    ],
)
def test_a_file_made_to_cost_time_costs_seconds_at_most(data: bytes) -> None:
    """The bound leaves room for a busy machine; what it must catch grows without bound."""
    assert seconds_to_read(data) < 5 * LONGEST_SECONDS


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("true", True), ("False", False), ("null", None), ("~", None),
        ("12", 12), ("-3", -3), ("0", 0), ("'12'", "12"), ("2026-01-01", "2026-01-01"), ("1:30", "1:30"),
        ("'1.5'", "1.5"), ("1.0.0", "1.0.0"), ("neg", "neg"), ("[]", []), ("{}", {}), ("[a, 1]", ["a", 1]),
        (">-\n  two\n  lines", "two lines"), ("|\n  two\n  lines", "two\nlines\n"), ("''", ""),
    ],
)  # fmt: skip
def test_values_are_read_by_the_rules_of_yaml_1_2(written: str, value: object) -> None:
    assert parse_yaml(f"key: {written}\n".encode(), NAME).value == {"key": value}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: 1\nb: 1.5\n", 2, "decimal as quoted text"),
        ("a: 1\nb: 0x1f\n", 2, "plain digits"),
        ("a: 1\nb: 007\n", 2, "plain digits"),
        ("a: 1\nb: 1_000\n", 2, "plain digits"),
        ("a: 1\nb: .inf\n", 2, "decimal as quoted text"),
        ("a: 1\n\na: 2\n", 3, "duplicate key"),
        ("a: 1\n? [b]\n: 2\n", 2, "a key must be text"),
        ("a: 1\nb: &x 2\n", 2, "anchors and aliases"),
        ("a: 1\nb: *x\n", 2, "anchors and aliases"),
        ("a: 1\nb: !!binary aGk=\n", 2, "is not allowed"),
        (
            "a: 1\nb: !!python/object/apply:os.system ['id']\n",
            2,
            "python/object/apply:os.system is not allowed",
        ),
        ("a: 1\nb: !!set {a, b}\n", 2, "tag tag:yaml.org,2002:set is not allowed"),
        ("a: 1\nb: !x {a: b}\n", 2, "tag !x is not allowed"),
        ("a: 1\nb: !!python/name:os.system 'id'\n", 2, "is not allowed"),
        ("a: 1\n!!binary b: 2\n", 2, "is not allowed"),
        ("a: 1\n b: 2\n", 2, ""),
        ("a: 1\nb: [1\n", 3, ""),
        ("a: 1\nb:\n  " + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), 3, "nested deeper"),
    ],
)
def test_a_refused_feature_is_named_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(SourceInvalid) as caught:
        parse_yaml(text.encode(), NAME)

    assert any(fault.startswith(f"{NAME}:{line}:") and reason in fault for fault in caught.value.faults), (
        caught.value.faults
    )


def test_every_value_knows_its_line() -> None:
    found = parse_yaml(b"a:\n  - b: 1\n    c:\n      2\n  - d\n", NAME)

    assert str(found.place(("a", 0, "b"))) == f"{NAME}:2"
    assert str(found.place(("a", 0, "c"))) == f"{NAME}:3"
    assert str(found.place(("a", 1))) == f"{NAME}:5"
    assert str(found.place(("a", 0, "missing"))) == f"{NAME}:2"
    assert found.fault(("a", 0, "c"), "wrong") == f"{NAME}:3: a[0].c: wrong"
    assert found.part("a", 0).fault(("b",), "wrong") == f"{NAME}:2: b: wrong"
    assert [str(piece.place(())) for piece in found.part("a").pieces()] == [f"{NAME}:2", f"{NAME}:5"]
