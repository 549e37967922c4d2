"""Which kinds of work can be asked for, and which function does each? Rooms register theirs in tasks.py."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from uuid import UUID

from celery import shared_task
from django.utils.functional import Promise

import screening
from screening.jobs.work import Publish, Work

Run = Callable[[Work], Publish | None]


class UnknownKind(LookupError):
    """No room offers this kind of work."""


@dataclass(frozen=True)
class Kind:
    """
    What is known of one kind of work.

    `permission`: who may ask for it, look at it and download its files; empty where nobody does in person.
    `download_event`: the audit type written with each download. `listed`: shown in lists of jobs.
    `switch`: the practice's switch that must be on (accounts/switches.py); empty where there is none.
    """

    name: str
    title: str | Promise
    permission: str
    download_event: str
    listed: bool
    run: Run
    switch: str = ""


_KINDS: dict[str, Kind] = {}


def job_kind(
    name: str,
    *,
    title: str | Promise,
    permission: str = "",
    download_event: str = "",
    listed: bool = True,
    switch: str = "",
) -> Callable[[Run], Run]:
    """Register the function below as a kind of work, and as the Celery task of that name."""

    def register(run: Run) -> Run:
        _KINDS[name] = Kind(name, title, permission, download_event, listed, run, switch)
        shared_task(name=name, ignore_result=True)(_run_by_id)
        return run

    return register


def kind_of(name: str) -> Kind:
    """Raises UnknownKind."""
    load_kinds()
    if name not in _KINDS:
        raise UnknownKind(name)
    return _KINDS[name]


def all_kinds() -> list[Kind]:
    load_kinds()
    return list(_KINDS.values())


@cache
def load_kinds() -> None:
    """Import each room's tasks.py; a web process does so when the first job is asked for or shown."""
    for room in rooms_with_tasks():
        import_module(f"{room}.tasks")


def rooms_with_tasks() -> list[str]:
    rooms = [f"screening.{found.name}" for found in iter_modules(screening.__path__) if found.ispkg]
    return [room for room in rooms if find_spec(f"{room}.tasks")]


def _run_by_id(practice_id: str, job_id: str) -> None:
    """What Celery calls: only ids travel through the broker."""
    from screening.jobs.running import run_job  # which reads the kinds

    run_job(UUID(practice_id), UUID(job_id))
