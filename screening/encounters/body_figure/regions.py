"""Which of the published regions does each site of the body map count towards?"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from screening.scoring.bundle import Bundle
from screening.scoring.expressions import parse

COUNT_OF_REGIONS = "pain_regions_count"


def regions_of(bundle: Bundle, item: str) -> Mapping[str, int]:
    """
    Site -> the number of its region, as the questionnaire itself counts regions.

    Sites that make no region are left out; so is every site where the questionnaire counts no regions.

    Args:
        item: the item that holds the ticked sites.
    """
    derived = bundle.derived.get(COUNT_OF_REGIONS)
    rule = parse(derived.expression) if derived and derived.expression else None
    if not isinstance(rule, ast.Call):
        return {}
    groups = (_sites_in(group, item) for group in rule.args)
    return {site: number for number, sites in enumerate(groups, start=1) for site in sites}


def _sites_in(group: ast.expr, item: str) -> tuple[str, ...]:
    """The sites of one `includes_any(item, 'site', ...)` of the rule."""
    match group:
        case ast.Call(args=[ast.Name(id=name), *sites]) if name == item:
            return tuple(str(site.value) for site in sites if isinstance(site, ast.Constant))
    return ()
