"""
How is a page shown without drawing it for every request?

crispy draws each control once blank and once with each thing that can be filled in, in each state that its messages
can have. What differs from the blank drawing is a slot; a request joins the pieces between the slots with what it
has to put there. A control that cannot be told apart so is drawn by crispy for every request. No drawing sees a
request, so nothing of one person's page can reach another's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from secrets import token_hex
from typing import Any

from django import forms
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from screening.encounters.filling.drawing import Pose, draw, draw_posed
from screening.encounters.filling.layout import Frame
from screening.encounters.filling.slots import (
    CannotBeCut,
    Fragment,
    Slot,
    cut,
    message_slots,
    option_slot,
    text_slot,
)

Fields = Mapping[str, forms.Field]
State = tuple[tuple[str, ...], tuple[str, ...]]
"""The fields of a control that have an error, and those whose answer was carried over."""

TICKED = "on"
CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
TEXTS = (forms.TextInput, forms.Textarea, forms.HiddenInput)
_AWKWARD = "<b title='a'>\"{{ b }}\" & {% c %}</b>"
_MARK = token_hex(12)  # nobody can type it: it stands in drawings only, and its place is cut out of them


class Drawn:
    """The drawings of one page, made as far as somebody has needed them. Threads may share it."""

    def __init__(self, fields: Fields, pieces: Iterable[Any]) -> None:
        self._parts = [_part(piece, fields) for piece in pieces]

    def splice(self, form: Any) -> SafeString:
        """The page that crispy would draw for this form."""
        shown = FormShown(form)
        page: list[str] = []
        for part in self._parts:
            part.write(shown, page)
        return SafeString("".join(page))  # pieces that crispy drew, and slots that were escaped one by one


class FormShown:
    """What the fields of a form hold, as the slots want it."""

    def __init__(self, form: Any) -> None:
        self.form = form
        self._chosen: dict[str, Collection[str]] = {}

    @cached_property
    def errors(self) -> Mapping[str, Any]:
        """The errors of the form, by field."""
        return self.form.errors if self.form.is_bound else {}

    def state(self, names: Iterable[str]) -> State:
        """Which messages stand beside these fields."""
        wrong = tuple(name for name in names if name in self.errors) if self.errors else ()
        return wrong, tuple(name for name in names if self.form.carried_words(name))

    def chosen(self, name: str) -> Collection[str]:
        if name not in self._chosen:
            widget, value = self.form.fields[name].widget, self._value(name)
            is_box = isinstance(widget, forms.CheckboxInput)
            self._chosen[name] = ([TICKED] if value else []) if is_box else widget.format_value(value)
        return self._chosen[name]

    def typed(self, name: str) -> str:
        value = self._value(name)
        return "" if value is None else conditional_escape(value)

    def says(self, kind: str, name: str) -> str:
        if kind == "carried":
            return conditional_escape(self.form.carried_words(name))
        return ". ".join(conditional_escape(words) for words in self.errors[name])

    def _value(self, name: str) -> Any:
        """As the form's own field would give it, which takes longer to make than the whole answer."""
        form, field = self.form, self.form.fields[name]
        value = form.get_initial_for_field(field, name)
        if form.is_bound:
            sent = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            value = field.bound_data(sent, value)
        return field.prepare_value(value)


class _Control:
    """One control, cut anew for each state in which it is met."""

    def __init__(self, piece: Any, fields: Fields) -> None:
        self._piece = piece
        names = [piece] if isinstance(piece, str) else getattr(piece, "names", ())
        self._fields = {name: fields[name] for name in names}
        self._fragments: dict[State, Fragment | None] = {}

    def write(self, shown: FormShown, page: list[str]) -> None:
        state = shown.state(self._fields)
        if state not in self._fragments:
            self._fragments[state] = fragment_of(self._piece, self._fields, state)
        fragment = self._fragments[state]
        if fragment is None:
            page.append(draw(self._piece, shown.form))
        else:
            fragment.write(shown, page)


class _Framed:
    """Parts with a frame round them."""

    def __init__(self, piece: Frame, fields: Fields) -> None:
        self._piece = piece
        self._parts = [_part(inner, fields) for inner in piece.fields]
        self._frames = {state: self._cut(state) for state in (False, True)}

    def write(self, shown: FormShown, page: list[str]) -> None:
        before, *after = self._frames[self._piece.state(shown.form)]
        page.append(before)
        for part, text in zip(self._parts, after, strict=True):
            part.write(shown, page)
            page.append(text)

    def _cut(self, state: bool) -> list[str]:
        marks = [f"{_MARK}-{place}-" for place in range(len(self._parts))]
        text = str(self._piece.round(marks, state))
        pieces = []
        for mark in marks:
            before, text = text.split(mark)
            pieces.append(before)
        return [*pieces, text]


def _part(piece: Any, fields: Fields) -> _Control | _Framed:
    return _Framed(piece, fields) if isinstance(piece, Frame) else _Control(piece, fields)


def fragment_of(piece: Any, fields: Fields, state: State) -> Fragment | None:
    """The control cut at its slots; None if crispy has to draw it each time."""
    errors, carried = ({name: _mark(kind, name) for name in names} for kind, names in _by_kind(state))

    def drawn(**held: Any) -> str:
        return draw_posed(piece, fields, Pose(held, errors, carried))

    try:
        blank = drawn()
        fragment = cut(blank, [*_messages(blank, state), *_fillings(blank, fields, drawn)])
        _prove(fragment, fields, drawn)
    except CannotBeCut:
        return None
    return fragment


def _fillings(blank: str, fields: Fields, drawn: Any) -> Iterator[Slot]:
    """A slot for each thing that can be filled in."""
    for name, field in fields.items():
        widget = type(field.widget)
        if widget in CHOICES:
            for option in _options(field):
                yield option_slot(blank, drawn(**{name: [option]}), name, option)
        elif widget is forms.CheckboxInput:
            yield option_slot(blank, drawn(**{name: True}), name, TICKED)
        elif widget in TEXTS:
            mark = _mark("typed", name)
            yield text_slot(blank, drawn(**{name: mark}), name, mark)
        else:
            raise CannotBeCut(f"{name}: a {widget.__name__} is not known here")


def _messages(blank: str, state: State) -> Iterator[Slot]:
    for kind, names in _by_kind(state):
        for name in names:
            yield from message_slots(blank, _mark(kind, name), name, kind)


def _by_kind(state: State) -> Iterable[tuple[str, tuple[str, ...]]]:
    return zip(("errors", "carried"), state, strict=True)


def _mark(kind: str, name: str) -> str:
    return f"{_MARK}-{kind}-{name}-"


def _prove(fragment: Fragment, fields: Fields, drawn: Any) -> None:
    """Raise CannotBeCut unless the slots do not mind each other when all of them are filled."""
    held = {name: _all_of(field) for name, field in fields.items()}
    page: list[str] = []
    fragment.write(_Everything(fields, held), page)
    if "".join(page) != drawn(**held):
        raise CannotBeCut("filled in together it looks otherwise than one by one")


class _Everything:
    """Every option that can be chosen beside the others, and a text that must not become markup."""

    def __init__(self, fields: Fields, held: Mapping[str, Any]) -> None:
        self._held = held

    def chosen(self, name: str) -> Collection[str]:
        held = self._held[name]
        return [TICKED] if held is True else held

    def typed(self, name: str) -> str:
        return conditional_escape(self._held[name])

    def says(self, kind: str, name: str) -> str:
        return _mark(kind, name)


def _all_of(field: forms.Field) -> Any:
    if type(field.widget) is forms.CheckboxInput:
        return True
    if type(field.widget) in CHOICES:
        options = _options(field)
        return options if field.widget.allow_multiple_selected else options[:1]
    return _AWKWARD


def _options(field: forms.Field) -> list[str]:
    return [str(value) for value, _ in field.choices]  # type: ignore[attr-defined]
