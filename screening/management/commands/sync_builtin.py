"""Is every built-in questionnaire stored? Writes the missing ones as published versions."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screening.questionnaires.store import BuiltInChanged, sync_builtin


class Command(BaseCommand):
    help = "Store the built-in questionnaires as published versions (through DATABASE_MAINT_URL)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added = sync_builtin()
        except BuiltInChanged as error:
            raise CommandError(str(error)) from error
        for name in added:
            self.stdout.write(f"added {name}")
        if not added:
            self.stdout.write("every built-in questionnaire is stored")
