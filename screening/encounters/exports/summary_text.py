"""How is a result said in plain text, short enough to be pasted into a record?

One thing a line, wrapped by nobody. Every line begins with a word of ours, a blank or an asterisk, so that a
spreadsheet into which it is pasted calculates nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from screening.encounters.exports.own_part import Own
from screening.encounters.exports.plain_words import ascii_punctuation
from screening.encounters.exports.told import Suggestion, Told
from screening.scoring.criteria_words import CriterionView
from screening.scoring.lines import Line

MOST_FINDINGS, MOST_MISSING, MOST_NEXT, MOST_NOT_EXCLUDED = 4, 3, 5, 8


def notice() -> str:
    """What stands below every result that leaves."""
    return _(
        "Screening prompt for qualified clinicians, adults. Not a diagnosis. Not validated as a whole; the "
        "strengths are proposals. Conditions are weighed independently of each other; their order is not a "
        "likelihood. It replaces neither history and examination nor local guidance."
    )


def summary_text(told: Told) -> str:
    """The summary, each line ended by a line feed."""
    parts = (_head(told), _flags(told), _criteria(told), _tiers(told), _next(told), _own(told), _foot(told))
    blocks = ["\n".join(lines) for part in parts if (lines := list(part))]
    return ascii_punctuation("\n\n".join(blocks)) + "\n"


def _head(told: Told) -> Iterator[str]:
    facts = told.facts
    yield _("PAIN SCREENING, RESULT")
    yield _("Patient: %(reference)s, %(who)s") % {"reference": facts.reference, "who": facts.who}
    yield _("Screened: %(day)s by %(clinician)s") % {
        "day": _day(facts.screened_at),
        "clinician": facts.clinician,
    }
    if facts.mode:
        yield _("How it was asked: %(mode)s") % {"mode": facts.mode}
    yield _("Questionnaire: %(title)s %(version)s") % {
        "title": facts.questionnaire,
        "version": facts.version,
    }
    yield _("Status: %(status)s") % {"status": _status(told)}
    if facts.standing:
        yield _("TAKE CARE: %(standing)s") % {"standing": facts.standing}


def _status(told: Told) -> str:
    signed = told.facts.signed
    if signed is None:
        return told.facts.status
    return _("%(status)s by %(name)s, %(day)s") % {
        "status": told.facts.status,
        "name": signed.by,
        "day": _day(signed.at),
    }


def _flags(told: Told) -> Iterator[str]:
    if not told.asks_flags:
        return
    yield _("RED FLAGS")
    for flag in told.flags:
        yield f"* {flag.urgency.upper()}: {flag.name}"
        yield "  " + _("To do: %(action)s") % {"action": flag.action}
        yield "  " + _("Raised by: %(answers)s") % {"answers": "; ".join(flag.because)}
        if flag.contradiction:
            yield "  " + _("But: %(words)s") % {"words": flag.contradiction}
        if flag.seen:
            yield "  " + _("Seen: %(words)s") % {"words": _said(flag.seen)}
    if not told.flags:
        yield _("* None raised by what was answered.")
    if told.not_excluded:
        words = _short(told.not_excluded, MOST_NOT_EXCLUDED)
        yield _("* Not excluded, answers are missing: %(names)s") % {"names": words}


def _criteria(told: Told) -> Iterator[str]:
    if told.criteria or told.other_criteria:
        yield _("PUBLISHED CRITERIA")
    for view in told.criteria:
        yield f"* {view.name}: {view.words}"
        if view.deciding:
            yield "  " + _("Would decide: %(items)s") % {"items": _short(view.deciding, MOST_MISSING)}
    yield from _others(told.other_criteria)


def _others(views: Sequence[CriterionView]) -> Iterator[str]:
    """One line for each standing: which sets stand so."""
    by_status: dict[str, list[str]] = {}
    for view in views:
        by_status.setdefault(view.status, []).append(view.name)
    for status, names in by_status.items():
        yield f"* {standing_words()[status]}: {'; '.join(names)}"


def standing_words() -> dict[str, str]:
    """How a set of criteria stands, in two words."""
    return {
        "met": _("Met"),
        "not_met": _("Not met"),
        "undetermined": _("Cannot tell yet"),
        "not_applicable": _("Does not apply"),
    }


def _tiers(told: Told) -> Iterator[str]:
    yield _("TO BE CONSIDERED (not a diagnosis)")
    if not told.tiers:
        yield _("* Nothing that was entered calls for a condition. That does not exclude any.")
    for title, suggestions in told.tiers:
        for each in suggestions:
            yield from _suggestion(title, each)
    if told.cannot_tell:
        yield _("* Cannot tell yet: %(names)s") % {"names": "; ".join(told.cannot_tell)}


def _suggestion(tier: str, each: Suggestion) -> Iterator[str]:
    known = _(" (already diagnosed)") if each.is_known else ""
    yield f"* {tier}: {each.name}{known} - {each.why}"
    if each.for_it:
        yield "  " + _("For: %(findings)s") % {"findings": _findings(each.for_it, MOST_FINDINGS)}
    if each.against:
        yield "  " + _("Against: %(findings)s") % {"findings": _findings(each.against, MOST_FINDINGS)}
    if each.not_assessed:
        missing = _findings(each.not_assessed, MOST_MISSING)
        yield "  " + _("Not assessed: %(findings)s") % {"findings": missing}
    if each.view:
        yield "  " + _("Clinician: %(words)s") % {"words": _said(each.view)}


def _findings(lines: Sequence[Line], most: int) -> str:
    return _short([line.text for line in lines], most)


def _next(told: Told) -> Iterator[str]:
    if told.next:
        yield _("WHAT TO ASK OR EXAMINE NEXT")
        yield from (f"* {view.label}" for view in told.next[:MOST_NEXT])


def _own(told: Told) -> Iterator[str]:
    own = told.own
    if own.differentials or own.notes:
        yield _("CLINICIAN'S OWN PART")
    for noted in own.differentials:
        words = _said(noted)
        yield _("* Own differential, before the result was read: %(words)s") % {"words": words}
    for note in own.notes:
        yield _("* Note: %(words)s") % {"words": _said(note)}


def _foot(told: Told) -> Iterator[str]:
    facts = told.facts
    yield notice()
    yield _("Digest %(digest)s, engine %(engine)s, decision %(decision)s, scored %(day)s") % {
        "digest": facts.digest,
        "engine": facts.engine,
        "decision": facts.decision_digest,
        "day": _day(facts.made_at),
    }


def _said(own: Own) -> str:
    return f"{own.words} ({own.by}, {_day(own.at)})"


def _short(names: Sequence[str], most: int) -> str:
    """The first of them, and how many more there are."""
    shown = "; ".join(names[:most])
    more = len(names) - most
    if more <= 0:
        return shown
    return shown + ngettext("; and %(count)s more", "; and %(count)s more", more) % {"count": more}


def _day(at: object) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")  # type: ignore[arg-type]
