"""What must be there before anything runs? Packages, the style sheet, a browser; each made once."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tools import stamps
from tools.localdb.places import ROOT
from tools.say import Failure, progress, step

VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
OLDEST_NODE = 20
PYTHONS = ("/usr/bin/python3.11", "/usr/bin/python3.12", "/usr/bin/python3.13", sys.executable)
HAS_VENV = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PDF_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0"
CAN_LAY_OUT = "import ctypes; [ctypes.CDLL(f'lib{name}-1.0.so.0') for name in ('pango', 'pangoft2')]"


def python_packages(lock: str) -> None:
    """Install requirements/LOCK.txt into .venv; `dev` holds all that `local` holds."""
    if not _is_usable(PYTHON):
        _make_venv()
    locks = ("local", "dev") if lock == "dev" else ("local",)
    inputs = {f"python-{each}": stamps.hash_of([ROOT / "requirements" / f"{each}.txt"]) for each in locks}
    if all(stamps.is_done(name, wanted) for name, wanted in inputs.items()):
        return
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    step(f"Python packages ({lock})", [*pip, "--require-hashes", "-r", f"requirements/{lock}.txt"])
    for name, made in inputs.items():
        stamps.mark_done(name, made)


def front_end() -> None:
    """Install the npm lock and compile the style sheet into build/static."""
    lock = [ROOT / "package.json", ROOT / "package-lock.json"]
    packages = stamps.hash_of(lock)
    if not stamps.is_done("npm", packages) or not (ROOT / "node_modules" / ".package-lock.json").exists():
        npm = _npm()
        step("Front-end packages", [npm, "ci", "--ignore-scripts", "--omit=dev"])
        stamps.mark_done("npm", packages)
    sources = stamps.hash_of([*lock, ROOT / "frontend"])
    if not stamps.is_done("sass", sources) or not (ROOT / "build" / "static" / "app.css").exists():
        step("Style sheet", [_npm(), "run", "build"])
        stamps.mark_done("sass", sources)


def browser() -> str:
    """The path of a Chromium; as root it is installed from the system's packages where it is missing."""
    if named := os.environ.get("CHROMIUM"):
        if not Path(named).exists():
            raise Failure(f"CHROMIUM is {named}, but there is no such file.")
        return named
    if found := _browser_on_path():
        return found
    if os.getuid() != 0 or not shutil.which("apt-get"):
        raise Failure("The browser tests need Chromium. Install it with: sudo apt-get install -y chromium")
    _install("Chromium", "chromium")
    if found := _browser_on_path():
        return found
    raise Failure("Chromium was installed but is not on PATH. Set CHROMIUM to its path.")


def pdf_library() -> None:
    """Pango, by which PDFs are laid out: as root it is installed; without it everything else works."""
    if _has_pango():
        return
    if os.getuid() == 0 and shutil.which("apt-get"):
        with suppress(Failure):
            _install("Pango", *PDF_PACKAGES.split(), "fonts-dejavu-core")
    if not _has_pango():
        progress(f"-> No PDFs of results here. To have them: sudo apt-get install -y {PDF_PACKAGES}")


def _has_pango() -> bool:
    return subprocess.run([PYTHON, "-c", CAN_LAY_OUT], capture_output=True).returncode == 0


def _install(title: str, *packages: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    step("Package lists", ["apt-get", "update"], env=quiet)
    step(title, ["apt-get", "install", "-y", "--no-install-recommends", *packages], env=quiet)


def _browser_on_path() -> str | None:
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def _is_usable(python: str) -> bool:
    """A venv made from another user's own Python, or moved from elsewhere, does not count."""
    try:
        answer = subprocess.run(
            [python, "-c", "import sys, pip; print(sys.prefix)"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return Path(answer.stdout.strip()).resolve() == VENV.resolve()


def _make_venv() -> None:
    base = _base_python()
    if VENV.exists():
        progress("-> .venv cannot be used here, making it anew")
        shutil.rmtree(VENV)
    for name in ("python-local", "python-dev"):
        stamps.forget(name)
    step("Virtual environment", [base, "-m", "venv", str(VENV)])


def _base_python() -> str:
    """The system's own before others: what lies in a home cannot be run by everybody."""
    for python in filter(os.path.exists, PYTHONS):
        if subprocess.run([python, "-c", HAS_VENV], capture_output=True).returncode == 0:
            return python
    raise Failure("Python's venv module is missing. Install it with: apt-get install python3.11-venv")


def _npm() -> str:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise Failure(f"Node {OLDEST_NODE} with npm is missing. Install it with: apt-get install nodejs npm")
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
    found = re.match(r"v(\d+)", version)
    if not found or int(found[1]) < OLDEST_NODE:
        raise Failure(
            f"Node {OLDEST_NODE} or newer is needed, {node} is {version or 'broken'}. "
            "Install a newer one: apt-get install nodejs npm"
        )
    return npm
