"""Do the rooms keep their borders, and does Django see all that they own?"""

import ast
import subprocess
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model

import screening.models

ROOT = Path(settings.BASE_DIR)
ROOMS = sorted(path.parent for path in (ROOT / "screening").glob("*/__init__.py"))
NO_ROOMS = {"management", "migrations", "templatetags"}
SOURCES = sorted(
    path
    for folder in ("accounts", "config", "screening", "tools")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
LONGEST_MODULE = 400


def test_every_border_between_rooms_holds() -> None:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    python = ROOT / ".venv" / "bin" / "python"

    result = subprocess.run([python, "-c", command], cwd=ROOT, capture_output=True, text=True)

    assert result.returncode == 0, result.stdout


def test_the_borders_name_every_room_that_has_web_code() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    inside = next(contract for contract in contracts if contract["name"].startswith("Inside a room"))
    with_web_code = {
        f"screening.{room.name}"
        for room in ROOMS
        if any((room / f"{name}.py").exists() for name in ("actions", "forms", "models", "tasks", "views"))
    }

    assert with_web_code <= set(inside["containers"])


def _dotted(module: Path) -> str:
    return ".".join(module.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_the_roll_call_names_every_model_of_the_rooms() -> None:
    in_rooms = {
        name
        for module in (*ROOT.glob("screening/*/models*.py"), *ROOT.glob("screening/*/models/__init__.py"))
        for name, thing in vars(import_module(_dotted(module))).items()
        if isinstance(thing, type) and issubclass(thing, Model) and not thing._meta.abstract
        if thing.__module__.startswith("screening.")
    }

    assert set(screening.models.__all__) == in_rooms
    assert {model.__name__ for model in apps.get_app_config("screening").get_models()} == in_rooms


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_opens_with_an_empty_file(room: Path) -> None:
    assert (room / "__init__.py").read_text() == ""


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_opens_with_the_question_it_answers(source: Path) -> None:
    tree = ast.parse(source.read_text())

    assert not tree.body or ast.get_docstring(tree), "no docstring"
    assert len(source.read_text().splitlines()) <= LONGEST_MODULE


def test_data_migrations_use_the_helper_that_sees_all_rows() -> None:
    """Under FORCE ROW LEVEL SECURITY the owner silently sees no rows in a bare RunPython."""
    for migration in [*ROOT.glob("accounts/migrations/*.py"), *ROOT.glob("screening/migrations/*.py")]:
        assert "RunPython(" not in migration.read_text(), migration.name


def test_views_load_rows_only_through_what_the_user_may_see() -> None:
    views = [*ROOT.glob("accounts/views*.py"), *ROOT.glob("screening/*/views*.py")]
    for view in views:
        for number, line in enumerate(view.read_text().splitlines(), start=1):
            bare = ".objects" in line and ".objects.visible_to(" not in line
            assert not bare and ".unscoped" not in line, f"{view.relative_to(ROOT)}:{number}: {line.strip()}"
