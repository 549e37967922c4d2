"""Who is acting, where, and through which request, for the events written right now?"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """The person behind an event, as they were at that moment."""

    id: UUID
    name: str
    roles: tuple[str, ...] = ()
    auth: str = "pwd"
    session: str = ""

    def as_body(self) -> Mapping[str, Any]:
        return {
            "id": str(self.id),
            "name": self.name,
            "roles": list(self.roles),
            "auth": self.auth,
            "session": self.session,
        }


@dataclass(frozen=True)
class RequestFacts:
    """What is kept of a request; the route's name, never the raw address, which may name a patient."""

    id: UUID
    ip: str = ""
    user_agent_hash: str = ""
    route: str = ""

    def as_body(self) -> Mapping[str, Any]:
        return {
            "id": str(self.id),
            "ip": self.ip,
            "user_agent": self.user_agent_hash,
            "route": self.route,
        }


@dataclass(frozen=True)
class AuditContext:
    """What every event of a request, task or command shares; `system` names a command without a person."""

    practice_id: UUID | None = None
    actor: Actor | None = None
    request: RequestFacts | None = None
    system: str = ""

    @property
    def sitting(self) -> str:
        """One sign-in of one person; drafts write one event per step and sitting."""
        return self.actor.session if self.actor else ""


_context: ContextVar[AuditContext | None] = ContextVar("audit_context", default=None)
_NOBODY = AuditContext()


def current_context() -> AuditContext:
    return _context.get() or _NOBODY


@contextmanager
def audit_context(context: AuditContext) -> Iterator[None]:
    token = _context.set(context)
    try:
        yield
    finally:
        _context.reset(token)


def note_route(route: str) -> None:
    """Complete the context by the route's name, known only once the address has been resolved."""
    context = current_context()
    if context.request is not None:
        _context.set(replace(context, request=replace(context.request, route=route)))
