"""Which part of a page is the same for all who share a few facts, and need be drawn once only?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.urls import get_script_prefix
from django.utils.translation import get_language

from screening.encounters.filling.kept import Kept

MOST_KEPT = 128

register = template.Library()


@register.tag
def once(parser: Parser, token: Token) -> Once:
    """
    Draw what stands inside once for each set of these values, if there are any, in each language.

        {% once room=request.resolver_match.namespace %} ... {{ room }} ... {% endonce %}

    Inside there is nothing but the named values: no request, so nothing of one person's page can stand in
    another's. They must be hashable, and few.
    """
    _name, *given = token.split_contents()
    values = token_kwargs(given, parser)
    if given:
        raise template.TemplateSyntaxError("once takes name=value, as often as needed")
    inside = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(values, inside)


class Once(template.Node):
    """The tag in a compiled template, which keeps what it drew."""

    def __init__(self, values: Mapping[str, FilterExpression], nodelist: NodeList) -> None:
        self.values = values
        self.nodelist = nodelist
        self._kept: Kept[str] = Kept(MOST_KEPT)

    def render(self, context: Any) -> str:
        values = {name: value.resolve(context) for name, value in self.values.items()}

        def drawn() -> str:
            alone = context.new(values)
            alone.request = None
            return self.nodelist.render(alone)

        return self._kept.get((get_language(), get_script_prefix(), *values.values()), drawn)
