"""Which of the database's roles may change its tables? The owner alone."""

from typing import Any


class OwnerMigrates:
    """All aliases are one database; `migrate --database owner` is the only way to change its shape."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"

    def allow_relation(self, obj1: Any, obj2: Any, **hints: Any) -> bool:
        return True
