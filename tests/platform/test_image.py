"""Does the Dockerfile make what docs/operations/running.md promises? No engine is needed."""

import json
import re

import pytest
from django.core.management import get_commands

from deploy import entrypoint
from tests.platform import containers
from tools import prepare
from tools.localdb.places import ROOT

SERVICES = containers.services(containers.fresh_environment())
PDF_PACKAGES = [*prepare.PDF_PACKAGES.split(), "libharfbuzz-subset0", "fonts-liberation", "fonts-dejavu-core"]
OURS = ("web", "worker", "beat", "migrate", "roles")


def images() -> list[str]:
    bases = [stage.base for stage in containers.stages()]
    return bases + [service["image"] for service in SERVICES.values() if "build" not in service]


def test_images_have_a_version_and_no_registry() -> None:
    for image in images():
        name, _, tag = image.partition(":")
        assert re.match(r"\d", tag), image
        assert "latest" not in tag and "." not in name.split("/")[0], image


def test_the_image_runs_the_python_that_the_project_is_for() -> None:
    wanted = re.search(r'target-version = "py3(\d+)"', (ROOT / "pyproject.toml").read_text())[1]

    assert {stage.base.split("-")[0] for stage in containers.stages()[1:]} == {f"python:3.{wanted}"}


def test_everything_that_is_copied_is_there_and_let_in() -> None:
    let_in = {
        line[1:].strip() for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")
    }
    sources = [
        source
        for stage in containers.stages()
        for origin, names, _ in stage.copies()
        for source in names
        if not origin
    ]

    assert len(sources) > 10
    for source in sources:
        assert (ROOT / source).exists(), source
        assert source.split("/")[0] in let_in, source


@pytest.mark.security
def test_the_image_holds_neither_keys_nor_tools_to_build_with() -> None:
    *_, last = containers.stages()

    assert last.all("USER") == ["10001:10001"]
    assert {origin for origin, _, _ in last.copies()} == {"build"}
    installed = re.findall(r"apt-get install .*?(?=&&|$)", " ".join(last.all("RUN")))
    assert [package for line in installed for package in line.split() if package[0] != "-"][
        2:
    ] == PDF_PACKAGES
    assert not re.search(r"npm|gcc|pip install|curl|wget", " ".join(last.all("RUN")))
    assert not [name for name in last.environment() if re.search(r"KEY|PASSWORD|SECRET|URL", name)]
    assert last.environment()["PYTHONDONTWRITEBYTECODE"] == "1"


def test_what_is_installed_is_what_the_locks_say() -> None:
    runs = " ".join(line for stage in containers.stages() for line in stage.all("RUN"))
    locks = re.findall(r"-r \S+", runs)

    assert "npm ci --ignore-scripts --omit=dev" in runs
    assert "pip install" not in runs.replace("install --require-hashes", "")
    assert locks == ["-r /build/base.txt"]
    assert ("", ["requirements/base.txt"], "/build/base.txt") in containers.stages()[1].copies()


def test_every_command_and_step_exists() -> None:
    *_, build, last = containers.stages()
    commands = re.findall(r"manage\.py (\w+)", " ".join(build.all("RUN")))
    steps = [json.loads(last.all("CMD")[0])[0], *(SERVICES[name]["command"][0] for name in OURS)]
    probes = [SERVICES[name]["healthcheck"]["test"] for name in ("worker", "beat")]

    assert commands == ["collectstatic"] and set(commands) <= get_commands().keys()
    assert json.loads(last.all("ENTRYPOINT")[0]) == ["python", "-m", entrypoint.__name__]
    assert set(steps) <= entrypoint.STEPS.keys()
    assert [probe[:5] for probe in probes] == [["CMD", "python", "-m", entrypoint.__name__, "probe"]] * 2
    assert {probe[5] for probe in probes} <= entrypoint.PROBES.keys()
