"""What does the demo's database need? Tables, questionnaires, synthetic patients; in one process, to be quick."""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

SEED = {"practices": 2, "screenings": 40, "seed": 1, "demo_users": True}


def fill(sign_ins: Path) -> None:
    """What seed_demo prints about signing in goes into a file, to be shown when the server is up."""
    django.setup()
    call_command("migrate", database="owner", interactive=False)
    call_command("sync_builtin")
    with sign_ins.open("w") as file:
        call_command("seed_demo", stdout=file, **SEED)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    fill(Path(sys.argv[1]))
