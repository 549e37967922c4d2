"""How do workers and the scheduler reach the application? Through `app`, which every process loads."""

import os
import sys
from typing import Any

from celery import Celery
from celery.signals import import_modules, setup_logging, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")  # noqa: TID251

app = Celery("algia")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()  # for every thread, not only the one that imports this


@import_modules.connect  # type: ignore[untyped-decorator]
def _load_tasks(**kwargs: Any) -> None:
    """Each room's tasks.py, as soon as a worker or scheduler asks what there is to do."""
    from screening.jobs.kinds import load_kinds

    load_kinds()


@setup_logging.connect  # type: ignore[untyped-decorator]
def _keep_our_log(**kwargs: Any) -> None:
    """Django has set it up already: one JSON object a line (config/logs.py)."""


@worker_init.connect  # type: ignore[untyped-decorator]
def _refuse_if_unfit(**kwargs: Any) -> None:
    """As the web server does: not with a temporary key, nor above row-level security."""
    from django.db import OperationalError, connection

    from config.serving import UnfitToServe, check_fit_to_serve

    try:
        check_fit_to_serve()
    except UnfitToServe as unfit:
        sys.exit(str(unfit))  # Celery would only log another exception, and go on
    except OperationalError:
        pass  # not up yet: the jobs wait for it
    finally:
        connection.close()  # children forked from here must not share it
