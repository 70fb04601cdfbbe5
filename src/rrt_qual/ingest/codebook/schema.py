"""The schema's complaints about a codebook, in plain words with lines."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from rrt_qual.ingest.codebook.nodes import KeyPath, Plain
from rrt_qual.ingest.codebook.shape import COLOUR_REMEDY, normalise_colour, slug
from rrt_qual.ingest.faults import FaultList, clip, did_you_mean

SCHEMA_NAME = "retention.schema.json"

_KINDS = {
    "domains": "domain",
    "indicators": "indicator",
    "themes": "theme",
    "stances": "stance",
    "examples": "example",
}
#: Words that people write for a key of ours.
_MEANT = {
    "color": "colour",
    "title": "name",
    "label": "name",
    "code": "id",
    "means": "definition",
    "description": "definition",
    "memo": "definition",
    "inclusion": "use_when",
    "exclusion": "not_when",
    "quotes": "examples",
    "example": "examples",
    "children": "themes",
    "subthemes": "themes",
    "codes": "themes",
    "see": "see_also",
}
_ADD = {
    "id": "Add a line 'id: …': a short name that never changes, of letters, digits, - and _.",
    "version": "Add a line 'version: 1'.",
    "means": "Add a line 'means: …' that says it in a sentence.",
    "text": "Add 'text: \"…\"', or delete the example.",
}
_SHOULD_BE = {
    "string": ("a text", 'Write one text; put it in quotes if it is a number ("2024").'),
    "integer": ("a whole number", "Write a whole number, such as 1 or 2."),
    "array": ("a list", "Write one item a line, each beginning with '- '."),
    "object": ("a group of 'key: value' lines", "Begin it with '- id: …' and put its other keys below."),
}
_NAME_EXAMPLE = 'a phrase in quotes, or {text: "…", stance: risk}'


@functools.cache
def schema() -> dict[str, Any]:
    """The JSON Schema of codebooks (draft 2020-12), as it is installed beside the codebook."""
    packed = resources.files("rrt_qual").joinpath("data", "codebooks", SCHEMA_NAME)
    source = Path(__file__).parents[4] / "codebooks" / SCHEMA_NAME
    text = packed.read_text("utf-8") if packed.is_file() else source.read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@functools.cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema())


def note_structure(plain: Plain, faults: FaultList) -> None:
    """Note what in `plain` does not have the form that the schema asks for."""
    if not isinstance(plain.data, dict):
        found = "a list" if isinstance(plain.data, list) else "a single text"
        faults.error(
            plain.line(()),
            f"the file holds {found}, not a codebook.",
            "Begin with the lines 'id: …', 'name: …', 'version: 1' and 'themes:'.",
        )
        return
    for error in _validator().iter_errors(plain.data):
        _note(error, plain, faults)
    for path, line in plain.blank.items():
        if path[-1] == "colour":
            faults.error(line, f"{subject(plain.data, path[:-1])} has nothing after 'colour:'.", COLOUR_REMEDY)


def subject(data: Any, path: KeyPath) -> str:
    """What stands at `path`, in words: 'theme "pay"', 'example 2 of theme "pay"', 'the codebook'."""
    parts: list[str] = []
    here = data
    for step in path:
        here = here[step]
        if isinstance(step, int):
            parts.append(_label(str(parts.pop() if parts else ""), step, here))
        else:
            parts.append(_KINDS.get(step, step))
    if not parts:
        return "the codebook"
    return parts[-1] if parts[-1].endswith('"') or len(parts) == 1 else f"{parts[-1]} of {parts[-2]}"


def _label(kind: str, index: int, value: Any) -> str:
    if kind != "example" and isinstance(value, Mapping):
        for key in ("id", "name"):
            if isinstance(value.get(key), str) and value[key].strip():
                return f'{kind} "{clip(value[key])}"'
    return f"{kind} {index + 1}"


def _note(error: Any, plain: Plain, faults: FaultList) -> None:
    path: KeyPath = tuple(error.absolute_path)
    handler = _HANDLERS.get(error.validator, _other)
    for line, what, remedy in handler(error, path, plain):
        faults.error(line, what, remedy)


Noted = Iterator[tuple[int, str, str]]


def _required(error: Any, path: KeyPath, plain: Plain) -> Noted:
    key = next(k for k in error.validator_value if error.message.startswith(f"{k!r} "))
    if key == "text" and error.instance and not set(error.instance) & set(error.schema["properties"]):
        return  # A phrase with a colon in it, without quotes: its unknown key is noted already.
    line = plain.blank.get((*path, key), plain.line(path))
    remedy = _ADD.get(key, f"Add a line '{key}: …'.")
    what = f"has no {key}" if (*path, key) not in plain.blank else f"has nothing after '{key}:'"
    yield line, f"{subject(plain.data, path)} {what}.", remedy


def _unknown_key(error: Any, path: KeyPath, plain: Plain) -> Noted:
    known = list(error.schema["properties"])
    for key in error.instance:
        if key in known:
            continue
        hint = f'Did you mean "{_MEANT[key.lower()]}"?' if _MEANT.get(key.lower()) in known else ""
        hint = hint or did_you_mean(key, known)
        if not hint and known == ["text", "stance"]:
            hint = 'If it is a phrase with a colon in it, put the whole phrase in quotes: "…".'
        what = f'{subject(plain.data, path)} has a key "{clip(key)}" that a codebook does not know.'
        yield plain.line((*path, key)), what, hint or f"The keys here are {', '.join(known)}."


def _type(error: Any, path: KeyPath, plain: Plain) -> Noted:
    wanted = error.validator_value
    should, remedy = (_NAME_EXAMPLE, "Write it so.") if isinstance(wanted, list) else _SHOULD_BE[wanted]
    if path and path[-1] in ("see_also", "examples") and wanted == "array":
        remedy = f"Write the item in brackets, such as {path[-1]}: [{clip(error.instance)}]."
    if path and path[-1] == "version":
        remedy = "Write 'version: 1', and one more each time that the themes change."
    if error.instance is None:
        yield plain.line(path), f"{_place(plain.data, path)} is empty.", "Write something, or delete the line."
        return
    yield plain.line(path), f"{_place(plain.data, path)} is {_kind(error.instance)}, not {should}.", remedy


def _place(data: Any, path: KeyPath) -> str:
    """'the name of theme "pay"', or the thing itself when `path` ends in a list."""
    if path and isinstance(path[-1], str):
        return f"the {path[-1]} of {subject(data, path[:-1])}"
    if len(path) > 1 and path[-2] not in _KINDS:
        return f"item {int(path[-1]) + 1} of the {path[-2]} of {subject(data, path[:-2])}"
    return subject(data, path)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return f"the word {str(value).lower()} (yes or no)"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f'the text "{clip(value)}"'
    return "a list" if isinstance(value, list) else "a group of keys"


def _pattern(error: Any, path: KeyPath, plain: Plain) -> Noted:
    value, place = error.instance, _place(plain.data, path)
    if error.validator_value == r"\S":
        yield plain.line(path), f"{place} is empty.", "Write something between the quotes, or delete it."
    elif path[-1] == "language":
        yield plain.line(path), f'{place} is "{clip(value)}", not the tag of a language.', "Write en, en-GB or cy."
    elif path[-1] == "id":
        made = slug(value, "pay")
        what = f'the id "{clip(value)}" has something other than letters, digits, - and _ in it.'
        yield plain.line(path), what, f"Write a short name such as {made}."
    # Anything else of this pattern refers to an id: codebook_rules says whether there is one of that name.


def _colour(error: Any, path: KeyPath, plain: Plain) -> Noted:
    if normalise_colour(str(error.instance)) is None:
        what = f'{_place(plain.data, path)} is "{clip(error.instance)}", which is not a colour.'
        yield plain.line(path), what, COLOUR_REMEDY


def _stance(error: Any, path: KeyPath, plain: Plain) -> Noted:
    known = [value for value in error.validator_value if value != "unspecified"]
    what = f"{_place(plain.data, path)} is {_kind(error.instance)}, not a stance."
    hint = did_you_mean(error.instance, known) if isinstance(error.instance, str) else ""
    yield plain.line(path), what, hint or f"Write {', '.join(known[:-1])} or {known[-1]}."


def _minimum(error: Any, path: KeyPath, plain: Plain) -> Noted:
    what = f"{_place(plain.data, path)} is the number {error.instance}, which is too small."
    yield plain.line(path), what, "Write a whole number, such as 1 or 2."


def _other(error: Any, path: KeyPath, plain: Plain) -> Noted:
    rule = f"{error.validator} {error.validator_value}" if not isinstance(error.validator_value, dict | list) else ""
    hint = f"The rule is: {clip(rule, 60)}." if rule else "Compare it with the codebook that came with the program."
    yield plain.line(path), f"{_place(plain.data, path)} is not as it should be.", hint


_HANDLERS = {
    "required": _required,
    "additionalProperties": _unknown_key,
    "type": _type,
    "pattern": _pattern,
    "anyOf": _colour,
    "enum": _stance,
    "minimum": _minimum,
}
