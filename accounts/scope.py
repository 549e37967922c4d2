"""For which practice is this code working right now, in Python and in the database?"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from psycopg.pq import TransactionStatus

Row = TypeVar("Row", bound=models.Model, covariant=True)

_practice: ContextVar[UUID | None] = ContextVar("practice", default=None)
_user: ContextVar[UUID | None] = ContextVar("user", default=None)


class ScopeMissing(RuntimeError):
    """Rows of a practice were asked for while no practice was in scope."""


class ScopeNeedsTransaction(RuntimeError):
    """A scope lives as long as its transaction, and there is none."""


def current_practice_id() -> UUID:
    practice_id = _practice.get()
    if practice_id is None:
        raise ScopeMissing(
            "No practice is in scope; enter practice_scope(...) or the PracticeScope middleware."
        )
    return practice_id


@contextmanager
def practice_scope(
    practice_id: UUID | None,
    *,
    user_id: UUID | None = None,
    until_commit: bool = False,
    using: str = DEFAULT_DB_ALIAS,
) -> Iterator[None]:
    """
    Work for one practice, and for one user where there is one, until the block ends.

    The managers filter by it, and so does row-level security: both settings are transaction-local,
    because a session-level one would leak to the next request on the same connection.
    Without `user_id` the user of the scope around this one stays. With `until_commit` the caller promises to
    end the transaction right after the block: its settings go with it, and the database is not asked to take
    them back, unless another transaction is around this one.
    """
    if not connections[using].in_atomic_block:
        raise ScopeNeedsTransaction("practice_scope needs an open transaction.")
    before = (_practice.get(), _user.get())
    now = (practice_id, user_id or before[1])
    practice_token, user_token = _practice.set(now[0]), _user.set(now[1])
    try:
        _tell_database(using, *now)
        yield
    finally:
        _practice.reset(practice_token)
        _user.reset(user_token)
        ends_here = until_commit and not connections[using].savepoint_ids
        if not ends_here and not is_transaction_broken(using):
            _tell_database(using, *before)


def work_for(practice_id: UUID, *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Until the practice_scope around this ends: for this practice, and for the same user."""
    _practice.set(practice_id)
    _tell_database(using, practice_id, _user.get())


class ScopedManager(models.Manager[Row]):
    """The default manager of everything a practice owns: its rows alone, and an error without a scope."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(practice_id=current_practice_id())


class SharedManager(models.Manager[Row]):
    """As ScopedManager, but rows without a practice are built in and shown to everybody."""

    def get_queryset(self) -> models.QuerySet[Row]:
        own = models.Q(practice_id=current_practice_id())
        return super().get_queryset().filter(own | models.Q(practice_id=None))


def _tell_database(using: str, practice_id: UUID | None, user_id: UUID | None) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('algia.practice', %s, true), set_config('algia.user', %s, true)",
            [str(practice_id or ""), str(user_id or "")],
        )


def is_transaction_broken(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether the open transaction can only be rolled back; its settings go with it."""
    wrapper = connections[using]
    if wrapper.needs_rollback or wrapper.connection is None:
        return True
    status = wrapper.connection.info.transaction_status
    return status not in (TransactionStatus.INTRANS, TransactionStatus.IDLE)  # idle: nothing was asked yet
