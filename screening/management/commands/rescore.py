"""Do all stored decisions still follow from their answers? Exit 1 on any difference."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.encounters.checking.rescoring import rescore

MOST_SHOWN = 100


class Command(BaseCommand):
    help = "Recompute stored decisions with their own questionnaire version and engine; changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--verify", action="store_true", required=True, help="compare, change nothing")
        parser.add_argument("--practice", type=UUID, help="only this practice")

    def handle(self, *args: Any, practice: UUID | None, **options: Any) -> None:
        total = different = 0
        for difference in rescore(practice):
            total += 1
            if difference is not None:
                different += 1
                if different <= MOST_SHOWN:
                    self.stderr.write(f"{difference.assessment_id}: {difference.reason}")
        if different:
            raise CommandError(f"{different} of {total} decisions differ", returncode=1)
        self.stdout.write(f"{total} decisions recomputed, none differs")
