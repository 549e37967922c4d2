"""How is the application set up to be measured? As for its tests, with connections that stay, as when serving."""

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

ROOT_URLCONF = "bench.urls"
for _database in DATABASES.values():
    _database["CONN_MAX_AGE"] = None
