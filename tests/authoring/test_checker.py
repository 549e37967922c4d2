"""Does an author learn every fault of a file with its line, and can no file harm the checker?"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.authoring.checker import MOST_FAULTS, Checked, check_text
from screening.authoring.package_text import TextRefused, read_text
from screening.authoring.practice_checks import Issued, next_patch
from screening.authoring.presenter_rules import rules_page
from screening.authoring.rule_words import RuleWords
from screening.authoring.yaml_text import document_yaml
from screening.evidence.source import parse_yaml
from screening.questionnaires.digests import digest, rules_digest
from screening.scoring.bundle import bundle_from_document
from tests.authoring.packages import KEY, NEXT, SMALL, line_of

MIB = 1024 * 1024


@dataclass(frozen=True)
class Spoilt:
    """One mistake, where it is said to be, and in which words; `stored` whether it may become a draft."""

    name: str
    old: str
    new: str
    reason: str
    at: str
    stored: bool = True

    def __str__(self) -> str:
        return self.name


SPOILT = (
    Spoilt("misspelt key", "type: integer", "typ: integer", "unknown key 'typ'", "typ: integer"),
    Spoilt("unknown type", "type: integer", "type: float", "Input should be", "type: float"),
    Spoilt("unknown name", "trigger: x_knee_swollen", "trigger: x_knee", "unknown name 'x_knee'", "trigger: x_knee"),
    Spoilt("failing case", "{kn: consider}", "{kn: cannot_tell}", "expected cannot_tell", "tiers: {kn"),
    Spoilt("duplicate key", "  title: Knees", "  title: Knees\n  title: Knees", "duplicate key",
           "  title: Knees\n  la", False),
    Spoilt("anchor", "[Look again]", "&a [Look again]", "anchors and aliases", "next_steps: &a", False),
    Spoilt("alias", "[Look again]", "*a", "anchors and aliases", "next_steps: *a", False),
    Spoilt("tag", "title: Knees", "title: !!python/name:os.system Knees", "is not allowed", "title: !!py", False),
    Spoilt("float", "maximum: 110", "maximum: 110.5", "decimal as quoted text", "maximum: 110.5", False),
    Spoilt("broken YAML", "exclusions: [Anyone under 18]", "exclusions: [Anyone", "", "authored_by", False),
    Spoilt("empty title", "title: Knees", "title: ' '", "at least 1 character", "title: ' '"),
    Spoilt("script in a title", "title: Knees", "title: '\"><script>x</script>'", "HTML is not allowed", "title: '\""),
    Spoilt("recipe", "findings_for:", "use: {conditions: [fm]}\nfindings_for:", "recipes (use:)", "use: {"),
    Spoilt("no key", "  key: knee-screen\n", "", "the key is small letters", "meta:", False),
    Spoilt("key with a path", "key: knee-screen", "key: ../knee", "the key is small letters", "key: ../", False),
    Spoilt("version that is none", "version: 1.0.0", "version: '1.0'", "three plain numbers", "version: '1.0'", False),
    Spoilt("version with a zero before", "version: 1.0.0", "version: 1.00.0", "three plain", "version: 1.00", False),
    Spoilt("endless version", "version: 1.0.0", f"version: 1.0.{'1' * 50}", "three plain", "version: 1.0.1", False),
    Spoilt("null character by escape", "label: Age", 'label: "A\\0ge"', "U+0000", "label: \"A", False),
    Spoilt("half a character by escape", "label: Age", 'label: "A\\ud800ge"', "U+D800", "label: \"A", False),
    Spoilt("reading direction by escape", "label: Age", 'label: "A\\u202ege"', "U+202E", "label: \"A", False),
    Spoilt("item of another type", "type: integer\n        label: Age", "type: decimal\n        label: Age",
           "is of type integer", "- key: age_years"),
    Spoilt("item with other options", "          - {value: other, label: Other}\n", "", "other options", "- key: sex"),
    Spoilt("item in another unit", "unit: years", "unit: months", "is in years", "- key: age_years"),
    Spoilt("item without x_", "key: x_hot_knee", "key: hot_knee", "call your own x_hot_knee", "- key: hot_knee"),
)  # fmt: skip


def checked(text: str, *issued: Issued) -> Checked:
    return check_text(text, {KEY: issued})


def issued(version: str = "1.0.0", text: str = SMALL, *, is_own: bool = True) -> Issued:
    document = check_text(text, {}).document
    assert document is not None
    return Issued(version, rules_digest(document), is_own)


def test_a_sound_file_has_no_faults_and_its_cases_pass() -> None:
    found = checked(SMALL)

    assert found.is_sound
    assert [case.failures for case in found.cases or ()] == [()]


@pytest.mark.parametrize("spoilt", SPOILT, ids=str)
def test_a_fault_is_told_with_its_line_and_the_line_is_quoted(spoilt: Spoilt) -> None:
    text = SMALL.replace(spoilt.old, spoilt.new)
    text = text.replace("direct: x_hot_knee", "direct: hot_knee") if "hot_knee" in spoilt.new else text

    found = checked(text)

    line = line_of(text, spoilt.at)
    assert any(f.line == line and spoilt.reason in f.reason for f in found.faults), found.faults
    assert all(f.quoted == text.splitlines()[f.line - 1][:200] or "\ufffd" in f.quoted for f in found.faults)
    assert (found.document is not None) == spoilt.stored


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"x" * (MIB + 1), "larger than 1024 KiB"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a: b\x00c", "U+0000"),
        (b"a: \x1b[31m", "U+001B"),
        ("a: \u202edlrow".encode(), "U+202E"),
        ("a: \u2028b".encode(), "U+2028"),
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"!" + b"a" * MIB, "larger than"),
        (b"!" + b"a" * 20_000, "longer than 10000"),
        (b"\n" * 50_000 + b"a", "more than 40000 lines"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_readable_text_is_refused_before_it_is_parsed(data: bytes, reason: str) -> None:
    """A line of a mebibyte, or a tag as long, would cost the parser half a minute."""
    with pytest.raises(TextRefused) as caught:
        read_text(data)

    assert any(reason in fault.reason for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 5_000, "deeper than 20"),
        ("- " * 3_000, "deeper than 20"),
        ("- a\n" * 70_000, "more than 60000 entries"),
        ("a: &a [x]\n" + "\n".join(f"b{n}: *a" for n in range(50)), "anchors and aliases"),
        ("just words", "a questionnaire is a mapping"),
        ("- a", "a questionnaire is a mapping"),
        ("# nothing", "is empty"),
        ("meta: [1]", "begins with meta"),
        ("? [a, b]\n: c", "a key must be text"),
        ("a: b\n---\na: c", ""),
    ],
)
def test_a_bomb_is_refused_and_nothing_can_be_stored(text: str, reason: str) -> None:
    found = check_text(text, {})

    assert found.document is None
    assert any(reason in fault.reason for fault in found.faults), found.faults


def test_a_rule_too_deep_for_the_parser_is_a_fault() -> None:
    for rule in ("not " * 400 + "x_knee_swollen", "(" * 300 + "x_knee_swollen" + ")" * 300, "-" * 1900 + "1"):
        found = checked(SMALL.replace("trigger: x_knee_swollen", f"trigger: {rule}"))

        assert any("trigger" in fault.path for fault in found.faults)


def test_rules_with_faults_are_shown_as_they_are_written() -> None:
    """The rules page of a draft stands as soon as its items do."""
    found = checked(
        SMALL.replace("trigger: x_knee_swollen", "trigger: x_knee (").replace("when: x_", "when: y_")
    )

    assert found.is_readable
    assert found.document is not None
    page = rules_page(bundle_from_document(found.document))
    assert page.flags[0].trigger.words == "x_knee ( and age_years >= 50"
    assert page.conditions[0].findings_for[0].words == "“y_knee_swollen”"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("not x_hot_knee", "not “The knee is hot”"),
        ("18 <= age_years <= 40", "“Age” is from 18 to 40"),
        ("18 < age_years <= 40", "“Age” is more than 18 and is at most 40"),
        ("sex in ('male', 'other')", "“Sex” is “Male” or “Other”"),
        ("sex != 'male'", "“Sex” is not “Male”"),
        ("at_least(1, x_hot_knee, x_knee_swollen)", "at least 1 of (“The knee is hot”; “A knee is swollen”)"),
        ("points(x_hot_knee, 1) + 2 > 2", "(1 point if “The knee is hot” plus 2) is more than 2"),
        ("highest(age_years, 20) >= 30", "the highest of (“Age”; 20) is at least 30"),
        ("number_true(x_hot_knee) == 1", "how many hold of (“The knee is hot”) is 1"),
        ("includes_any(sex, 'male', 'other')", "“Sex” includes “Male” or “Other”"),
        ("count(sex) >= 2", "the number chosen in “Sex” is at least 2"),
    ],
)
def test_a_rule_reads_in_plain_words(rule: str, words: str) -> None:
    document = check_text(SMALL, {}).document
    assert document is not None

    assert RuleWords(bundle_from_document(document)).of(rule) == words


def test_a_file_full_of_faults_names_two_hundred_and_counts_the_rest() -> None:
    more = "".join(f"    word{n}: x\n" for n in range(MOST_FAULTS + 5))

    found = checked(SMALL.replace("    weakness: None known\n", f"    weakness: None known\n{more}"))

    assert len(found.faults) == MOST_FAULTS + 1
    assert "more faults" in found.faults[-1].reason


@pytest.mark.parametrize(
    ("before", "text", "words"),
    [
        (issued("1.0.0"), SMALL, "1.0.0 was published before; give it a new version number above 1.0.0"),
        (issued("1.10.0"), SMALL.replace("1.0.0", "1.9.0"), "1.10.0 was published before"),
        (issued("1.0.0"), NEXT.replace("x_knee_swollen and age_years", "age_years"), "raise the second number"),
        (issued("2.0.0", is_own=False), SMALL, "above 2.0.0"),
    ],
)  # fmt: skip
def test_a_version_number_says_what_changed_and_is_never_used_twice(
    before: Issued, text: str, words: str
) -> None:
    found = checked(text, before)

    at_version = [fault for fault in found.faults if fault.line == line_of(text, "version:")]
    assert any(words in fault.reason for fault in at_version), found.faults


@pytest.mark.parametrize(
    "text",
    [
        NEXT.replace("title: Knees", "title: The knees"),
        SMALL.replace("1.0.0", "1.1.0").replace("age_years >= 50", "age_years >= 60"),
        SMALL.replace("1.0.0", "2.0.0").replace("age_years >= 50", "age_years >= 60"),
    ],
)
def test_words_need_a_patch_and_rules_a_higher_number(text: str) -> None:
    assert checked(text, issued("1.0.0")).is_sound


def test_the_next_number_passes_by_all_that_are_taken() -> None:
    assert next_patch("1.0.0", ["1.0.1", "1.0.10"]) == "1.0.11"
    assert next_patch("1.2.3", []) == "1.2.4"


@pytest.mark.parametrize(
    ("work_up_for", "reason"),
    [
        ("[ra]", "1.0.0 is a screening: give a work-up a key of its own"),
        ("[ra, ra]", "ra stands twice"),
        ("[knees]", "unknown condition 'knees'"),
    ],
)
def test_a_screening_does_not_become_a_work_up_nor_one_of_nothing(work_up_for: str, reason: str) -> None:
    """The start page would lose the screening; a work-up for an unknown condition could never be opened."""
    text = SMALL.replace("  version: 1.0.0\n", f"  version: 1.1.0\n  work_up_for: {work_up_for}\n", 1)

    found = checked(text, issued())

    assert any(reason in fault.reason for fault in found.faults), found.faults


SIGNS = (":", "- ", "&", "*", "!!", "{", "]", "\n", "\t", "1.5", "'", '"', "|")
PIECES = st.sampled_from(sorted({*SMALL.split(), *SMALL.splitlines(), *SIGNS}))


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=3), st.integers(0, len(SMALL)), st.integers(0, 60))
def test_the_checker_gives_faults_or_a_valid_draft_and_never_raises(
    pieces: list[str], start: int, left_out: int
) -> None:
    """Files are edited by hand: a sound one with something struck out and something else put in its place."""
    text = SMALL[:start] + " ".join(pieces) + SMALL[start + left_out :]

    found = check_text(text, {KEY: (Issued("1.0.0", "sha256:0", True),)})

    assert found.faults or found.document
    if found.document is not None:
        again = parse_yaml(document_yaml(found.document).encode(), "file")
        assert found.digest == digest(found.document) == digest(again.value)
    if found.is_readable:
        assert found.document is not None
        assert rules_page(bundle_from_document(found.document)).conditions


@settings(max_examples=40)
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = read_text(data)
    except TextRefused as refusal:
        assert refusal.faults
    else:
        assert check_text(text, {}).faults
