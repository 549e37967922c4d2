"""What did the clinician say to this suggestion, or to this flag? For pages that list many of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(said: Mapping[str, Any] | None, key: str) -> Any:
    """What stands under the key; None on a page that has no own part."""
    return said.get(key) if said else None
