"""Do the commands that need no database say what they promise, and answer bad input plainly?"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from screening.questionnaires.catalogue import builtin_document

ROOT = Path(__file__).resolve().parents[2]
BARE = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
T1 = {"wpi_score": 7, "sss_score": 5, "pain_regions_count": 4, "symptoms_similar_level_3mo": True}
KEYS = {
    "id", "questionnaire", "engine", "red_flags", "suggestions", "criteria", "what_next", "faults",
}  # fmt: skip


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run manage.py with nothing in the environment: no database, no secret."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, env=BARE, check=False)


def test_score_gives_every_key_in_order_of_lines_and_goes_on_past_a_fault() -> None:
    lines = [{"id": "a", "answers": T1}, {"id": "b", "answers": {"nonsense": 1}}, {"answers": {}}]

    done = run("score", "-", given="\n".join(json.dumps(line) for line in lines) + "\nnot json\n")

    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert [result["id"] for result in results] == ["a", "b", None, None]
    assert all(set(result) == KEYS for result in results)
    assert [bool(result["faults"]) for result in results] == [False, True, False, True]
    assert "b: nonsense" in done.stderr
    assert "Traceback" not in done.stderr


def test_score_reads_one_object_over_several_lines_and_explains_it(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"answers": T1}, indent=2))

    done = run("score", "--explain", "--version", "1.0.0", str(file))

    (result,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    first = result["suggestions"][0]
    assert (first["condition"], first["tier"]) == ("fm", "consider_first")
    assert all(line["source"] and line["rule"] for line in first["for"])
    met = next(found for found in result["criteria"] if found["id"] == "acr-2016-fm")
    assert (met["status"], met["score"]) == ("met", [12, 12])


@pytest.mark.parametrize(
    "arguments",
    [
        ("score", "/no/such/file"),
        ("score", "--questionnaire", "nothing", "-"),
        ("score", "--version", "9.9.9", "-"),
        ("questionnaires", "show", "nothing"),
        ("questionnaires", "validate", "/no/such/file.yaml"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)

    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_show_gives_the_same_document_as_json_and_as_yaml() -> None:
    document = builtin_document("chronic-pain-screen")

    as_json = run("questionnaires", "show", "chronic-pain-screen")
    as_yaml = run("questionnaires", "show", "chronic-pain-screen", "--format", "yaml")

    assert json.loads(as_json.stdout) == document
    assert YAML(typ="safe", pure=True).load(as_yaml.stdout) == document


def test_a_shown_document_validates_again(tmp_path: Path) -> None:
    file = tmp_path / "again.json"
    file.write_text(run("questionnaires", "show", "chronic-pain-screen").stdout)

    done = run("questionnaires", "validate", str(file))

    assert done.returncode == 0, done.stderr
    assert "sound" in done.stdout


def test_the_released_documents_are_in_step_with_their_recipes_and_their_cases_hold() -> None:
    assert run("questionnaires", "build", "--check").returncode == 0
    assert "test cases hold" in run("questionnaires", "test", "chronic-pain-screen").stdout
