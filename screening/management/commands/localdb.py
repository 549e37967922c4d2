"""Where do the data of a single computer live? In a private PostgreSQL that this command makes and tends."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tools.localdb import backup, cluster, files, roles
from tools.localdb.client import client_environment
from tools.localdb.places import LocalDbError, places


class Command(BaseCommand):
    help = "The private PostgreSQL of this checkout: for evaluation, development and a single small practice."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("init", help="make it, its roles and its database, and start it")
        actions.add_parser("start", help="start it, and make it first if it is not there")
        actions.add_parser("stop", help="stop it")
        actions.add_parser("status", help="whether it runs, and where it lies")
        psql = actions.add_parser("psql", help="ask it by hand")
        psql.add_argument("--role", choices=[*roles.ROLES, cluster.ADMIN], default="algia_maint")
        actions.add_parser("backup", help="save it to FILE").add_argument("file", type=Path)
        actions.add_parser("restore", help="bring FILE back").add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['action']}")(options)
        except LocalDbError as error:
            raise CommandError(str(error)) from None

    def _init(self, options: dict[str, Any]) -> None:
        cluster.init(places())
        places().stays.touch()
        self._report()

    def _start(self, options: dict[str, Any]) -> None:
        cluster.start(places())
        places().stays.touch()
        self._report()

    def _stop(self, options: dict[str, Any]) -> None:
        places().stays.unlink(missing_ok=True)
        self.stdout.write("stopped" if cluster.stop(places()) else "was not running")

    def _status(self, options: dict[str, Any]) -> None:
        self.stdout.write(cluster.describe(places()))

    def _psql(self, options: dict[str, Any]) -> None:
        here, role = places(), options["role"]
        url = cluster.admin_url(here)
        if role != cluster.ADMIN:
            url = files.read_urls(here.env_file)[roles.ROLES[role][1]]
        program = cluster.programs(here) / "psql"
        os.execve(program, [str(program)], client_environment(url))

    def _backup(self, options: dict[str, Any]) -> None:
        digest = backup.backup(places(), options["file"])
        self.stdout.write(f"saved {options['file']}, SHA-256 {digest}")

    def _restore(self, options: dict[str, Any]) -> None:
        old = backup.restore(places(), options["file"])
        self.stdout.write(f"restored {options['file']}; what was there before is now the database {old}")

    def _report(self) -> None:
        self.stdout.write(cluster.describe(places()))
        for name, url in files.read_urls(places().env_file).items():
            self.stdout.write(f"{name}={url}")
