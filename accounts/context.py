"""What may the person who looks at this page do here?"""

from django.http import HttpRequest

from accounts.permissions import PERMISSIONS, may


def permissions(request: HttpRequest) -> dict[str, frozenset[str]]:
    """`can`: the permissions held in the current practice, for the menu; the views ask for themselves."""
    roles: frozenset[str] = getattr(request, "roles", frozenset())
    return {"can": frozenset(name for name in PERMISSIONS if may(roles, name))}
