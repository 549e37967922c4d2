"""How does a web server reach the application? Through `application`, if this process is fit to serve."""

import logging
import os

from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")  # noqa: TID251
application = get_wsgi_application()

from config.serving import check_fit_to_serve  # noqa: E402


def _refuse_if_unfit() -> None:
    try:
        check_fit_to_serve()
    except OperationalError:
        # A database that is not up yet is no reason to die: /readyz says 503 and asks again.
        logging.getLogger(__name__).warning("the database cannot be reached yet; /readyz keeps asking")
    finally:
        connection.close()  # workers forked from here must not share it


_refuse_if_unfit()
