"""What can be looked at without a real patient? Fills the database with synthetic screenings."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.demo import DEMO_PASSWORD, DemoPerson, make_people, place_name
from screening.encounters.made_up.seeding import MOST_COURSES, Plan, Seeded, seed
from screening.questionnaires.store import MAINTENANCE, sync_builtin

QUESTIONNAIRE = "chronic-pain-screen"


class Command(BaseCommand):
    help = (
        "Write synthetic screenings with work-ups of some, spread over the last 36 months, through DATABASE_MAINT_URL. "
        "A practice that has screenings already is left as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--practices", type=int, default=2, help="how many practices (default 2)")
        parser.add_argument("--screenings", type=int, default=200, help="how many in all (default 200)")
        parser.add_argument(
            "--courses",
            type=int,
            default=MOST_COURSES,
            help=f"at most so many patients with answers of their own (default {MOST_COURSES}); fewer is quicker",
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same patients")
        parser.add_argument(
            "--demo-users",
            action="store_true",
            help="one person per role with a password known to all; only with DEMO=1",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["demo_users"] and not settings.DEMO:
            raise CommandError(
                "--demo-users makes sign-ins that everybody knows: set DEMO=1, or leave it out."
            )
        if min(options["practices"], options["courses"]) < 1 or options["screenings"] < 0:
            raise CommandError("--practices and --courses must be at least 1, --screenings at least 0.")
        sync_builtin()
        until = datetime.now(UTC)
        sizes = (options["practices"], options["screenings"], options["seed"])
        plan = Plan(*sizes, until, courses=options["courses"])
        done = seed(plan, questionnaire=QUESTIONNAIRE)
        self._say(done)
        if options["demo_users"]:
            self._say_sign_ins(make_people(done.practices, using=MAINTENANCE))

    def _say(self, done: Seeded) -> None:
        if done.screenings:
            self.stdout.write(f"Wrote {done.screenings} synthetic screenings and {done.work_ups} work-ups.")
        for name in done.skipped:
            self.stdout.write(f"{name} has screenings already.")

    def _say_sign_ins(self, people: list[DemoPerson]) -> None:
        self.stdout.write(f"\nSign in with the password: {DEMO_PASSWORD}\n")
        for person in people:
            place = place_name(person.practice_number)
            self.stdout.write(f"  {person.email:<28} {person.role.label}, Practice {place}")
