"""Which browser drives these tests, how is it started, and where do its pictures go?"""

import os
import shutil
from pathlib import Path

from django.conf import settings

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # What a page might ask of another machine ends here, not on the network.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)


class NoBrowser(Exception):
    """There is no Chromium on this machine."""


def chromium() -> str:
    """The path of Chromium: the one named by CHROMIUM, or the first found on PATH."""
    named = os.environ.get("CHROMIUM")  # noqa: TID251 - set by tools/dev.py, no setting of the application
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise NoBrowser("Install Chromium: apt-get install -y chromium. Or set CHROMIUM to its path.")
    return found


def has_sandbox() -> bool:
    """Chromium's sandbox refuses root, and only root goes without it."""
    return os.getuid() != 0


def pictures() -> Path:
    """Where every page is photographed, for people to look at."""
    named = os.environ.get("ALGIA_SCREENSHOTS")  # noqa: TID251 - belongs to these tests alone
    return Path(named) if named else Path(settings.BASE_DIR) / ".local" / "screenshots"
