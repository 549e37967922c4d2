"""Are the released questionnaires what they were when they were released, and in step with their recipes?"""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.questionnaires.catalogue import RELEASED, builtin_document, builtin_documents
from screening.questionnaires.checks import check_document
from screening.questionnaires.digests import canonical_json, digest
from screening.questionnaires.loader import load_document
from screening.questionnaires.recipes import recipe_paths

SEALED = Path(__file__).with_name("released_digests.txt")
NAMES = [f"{document['meta']['key']} {document['meta']['version']}" for document in builtin_documents()]


def sealed() -> dict[str, str]:
    """ "key version" -> digest, as they were written down by hand when the version was released."""
    lines = [line for line in SEALED.read_text().splitlines() if line and not line.startswith("#")]
    return {" ".join(line.split()[:2]): line.split()[2] for line in lines}


def test_every_released_version_is_written_down_and_the_reverse() -> None:
    assert sorted(sealed()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_released_version_never_changes(name: str) -> None:
    """Results name this digest for years. Mend a released version by releasing another one."""
    assert digest(builtin_document(*name.split())) == sealed()[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_released_version_passes_every_check_and_its_own_cases(name: str) -> None:
    assert check_document(builtin_document(*name.split())) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_released_file_is_canonical_and_named_for_what_it_holds(name: str) -> None:
    key, version = name.split()

    data = (RELEASED / f"{key}-{version}.json").read_bytes()

    assert data == canonical_json(builtin_document(key, version)) + b"\n"


@pytest.mark.parametrize("path", recipe_paths(), ids=lambda path: path.stem)
def test_the_newest_release_is_what_its_recipe_makes(path: Path) -> None:
    document = load_document(path)

    assert document == builtin_document(document["meta"]["key"])
