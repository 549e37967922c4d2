"""Is the checkout in order? The list of checks behind `make test`, each with its command."""

import os
import secrets
import subprocess
import tempfile
import time
from collections.abc import Mapping

from tools.localdb.places import ROOT
from tools.prepare import PYTHON, VENV
from tools.say import Failure, run_here, say

DJADE = str(VENV / "bin" / "djade")
WORKERS = "2"
PRODUCTION = {
    # Made up: `check --deploy` looks at settings and reaches no database.
    "DATABASE_URL": "postgres://algia_app:x@db.example/algia?sslmode=verify-full",
    "DATABASE_OWNER_URL": "postgres://algia_owner:x@db.example/algia?sslmode=verify-full",
    "DATABASE_MAINT_URL": "postgres://algia_maint:x@db.example/algia?sslmode=verify-full",
    "ALLOWED_HOSTS": "algia.example",
    "BASE_URL": "https://algia.example",
    "CACHE_DIR": "/var/cache/algia",
    "FILES_DIR": tempfile.gettempdir(),  # one that is there: a check asks whether it can be written
    "REDIS_URL": "redis://:x@broker.example:6379/0",
    "AUDIT_MAC_KEYS": f"a1={'x' * 32}",
    "STATISTICS_KEY": f"s1={'x' * 32}",
}


def checks() -> dict[str, list[str]]:
    """Title -> command, cheapest first."""
    manage = [PYTHON, "manage.py"]
    lint_imports = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    found: dict[str, list[str]] = {
        "lint": [PYTHON, "-m", "ruff", "check", "."],
        "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
        "templates": [DJADE, "--check", "--target-version", "5.2", *_templates()],
        "borders between rooms": [PYTHON, "-c", lint_imports, "--no-logo"],
        "types": [PYTHON, "-m", "mypy"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "deployment": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
    }
    if (ROOT / "screening" / "management" / "commands" / "write_docs.py").exists():
        found["generated docs"] = [*manage, "write_docs", "--check"]
    return found


def run_checks(env: Mapping[str, str]) -> list[str]:
    """Run all of them and return the titles of those that failed."""
    failed = []
    for title, command in checks().items():
        begun = time.monotonic()
        chosen = _production(env) if title == "deployment" else dict(env)
        result = subprocess.run(
            command,
            cwd=ROOT,
            env=chosen,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        word = "FAILED" if result.returncode else "ok"
        say(f"{title}: {word} ({time.monotonic() - begun:.0f} s)")
        if result.returncode:
            failed.append(title)
            say(result.stdout)
    return failed


def run_tests(env: Mapping[str, str], marks: str) -> bool:
    """Whether all tests passed."""
    command = [
        PYTHON,
        "-m",
        "pytest",
        "-n",
        WORKERS,
        "--dist",
        "worksteal",
        *(["-m", marks] if marks else []),
    ]
    return run_here(command, env) == 0


def fix() -> None:
    run_here([PYTHON, "-m", "ruff", "check", "--fix", "--quiet", "."])
    run_here([PYTHON, "-m", "ruff", "format", "."])
    run_here([DJADE, "--target-version", "5.2", *_templates()])


def conclude(failed: list[str]) -> None:
    if failed:
        raise Failure(f"Not in order: {', '.join(failed)}")


def _production(env: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in env.items() if name not in ("DEMO", "DJANGO_SETTINGS_MODULE")}
    return {**kept, **PRODUCTION, "SECRET_KEY": secrets.token_urlsafe(64)}


def _templates() -> list[str]:
    folders = [ROOT / "templates", ROOT / "screening" / "templates", ROOT / "accounts" / "templates"]
    return [str(path.relative_to(ROOT)) for folder in folders for path in sorted(folder.rglob("*.html"))]


def test_environment(urls: Mapping[str, str], chromium: str | None) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return {**env, **urls, **({"CHROMIUM": chromium} if chromium else {})}
