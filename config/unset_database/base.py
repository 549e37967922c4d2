"""What happens when a command needs a database and nobody said which? A clear sentence, not a guess."""

from typing import Any, NoReturn

from django.db import OperationalError
from django.db.backends.postgresql.base import DatabaseWrapper as PostgresWrapper


class DatabaseWrapper(PostgresWrapper):
    """Speaks PostgreSQL's dialect, so checks and migrations can be planned, but never connects."""

    def get_new_connection(self, conn_params: Any) -> NoReturn:
        variable = self.settings_dict["OPTIONS"].get("variable", "DATABASE_URL")
        raise OperationalError(
            f"No database: {variable} is not set. Set it (see .env.example), "
            "or start the private one with `manage.py localdb start`."
        )
