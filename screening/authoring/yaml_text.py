"""How is a stored document written as the YAML that people edit and compare?

Stored documents are canonical JSON, whose keys are sorted; here they stand in the order of the
schema, so that a file reads from what is asked to what follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from io import StringIO
from typing import Any, get_args

from pydantic import BaseModel
from ruamel.yaml import YAML

from screening.questionnaires.document import Document

WIDTH = 110
ONE_LINE = 1_000_000


def document_yaml(document: Mapping[str, Any], *, width: int = WIDTH) -> str:
    """
    A document as block-style YAML without anchors; read again, it has the same digest.

    Args:
        document: plain JSON values; also one whose shape is not right.
        width: where long text goes on in the next line; `ONE_LINE` keeps every text in one.
    """
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.width = width
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    text = StringIO()
    yaml.dump(_in_order(document, Document), text)
    return text.getvalue()


def _in_order(value: Any, shape: type[BaseModel] | None) -> Any:
    """A fresh copy, so that nothing stands twice as one object and becomes an anchor."""
    if isinstance(value, Mapping):
        inner = _shapes(shape) if shape else {}
        keys = [key for key in inner if key in value] + [key for key in value if key not in inner]
        return {key: _in_order(value[key], inner.get(key)) for key in keys}
    if isinstance(value, list | tuple):
        return [_in_order(entry, shape) for entry in value]
    return value


@cache
def _shapes(shape: type[BaseModel]) -> dict[str, type[BaseModel] | None]:
    """Field -> the shape that stands in it, alone, in a list or by key; the shape's own fields first."""
    own = [name for name in shape.__annotations__ if name in shape.model_fields]
    names = dict.fromkeys([*own, *shape.model_fields])
    return {name: next(_models_in(shape.model_fields[name].annotation), None) for name in names}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
