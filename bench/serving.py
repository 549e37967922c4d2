"""How is the application set up to be served and measured? As the demo, with style sheets that are not collected."""

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, STORAGES

STATIC_ROOT = BASE_DIR / ".local" / "tests" / "static"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
