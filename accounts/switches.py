"""What may a practice turn off? The one table of switches, and whether one of them is on."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Practice


class UnknownSwitch(LookupError):
    """Code asks for a switch that the table does not have."""


@dataclass(frozen=True)
class Switch:
    """Something that a practice's manager turns on and off; the words are for the manager's page."""

    key: str
    title: str | Promise
    explanation: str | Promise
    default: bool = True


SWITCHES: Mapping[str, Switch] = MappingProxyType(
    {
        switch.key: switch
        for switch in (
            Switch(
                "downloads",
                _("Downloads of screenings"),
                _(
                    "Clinicians may ask for a file with all screenings of the practice. "
                    "Off: nobody may ask for a new one."
                ),
            ),
            Switch(
                "statistics",
                _("Statistics exports"),
                _(
                    "People with the statistics role may ask for protected counts. Off: no new export can be asked for."
                ),
            ),
            Switch(
                "own_questionnaires",
                _("Questionnaires of the practice’s own"),
                _(
                    "Authors may upload or copy questionnaires. Off: what is published stays, nothing new comes in."
                ),
            ),
            Switch(
                "own_differential_first",
                _("Own differential first"),
                _(
                    "Clinicians note what they think of before the list of suggestions opens, or skip with a reason. "
                    "Red flags are shown at once."
                ),
                default=False,
            ),
        )
    }
)


def switch_of(key: str) -> Switch:
    """The switch of that key, or UnknownSwitch."""
    try:
        return SWITCHES[key]
    except KeyError:
        raise UnknownSwitch(key) from None


def is_on(practice: Practice, key: str) -> bool:
    """Whether the practice has the switch on; what nobody has set stands at its default."""
    switch = switch_of(key)
    stored = practice.switches.get(key, switch.default)
    return stored if isinstance(stored, bool) else False  # what cannot be read as on is off
