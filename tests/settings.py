"""How is the application set up for its tests? As a demo on this machine, whatever the environment says."""

import os

os.environ["DEMO"] = "1"
os.environ["SECRET_KEY"] = "only-for-tests-and-therefore-not-secret"
os.environ["LOG_LEVEL"] = "WARNING"

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, DATABASES, STORAGES

for _database in DATABASES.values():
    _database["CONN_MAX_AGE"] = 0  # the live server's threads would keep the test database busy

FILES_DIR = BASE_DIR / ".local" / "tests" / "files"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 is slow on purpose
STATIC_ROOT = BASE_DIR / ".local" / "tests" / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
(BASE_DIR / "build" / "static").mkdir(parents=True, exist_ok=True)
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
