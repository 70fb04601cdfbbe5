"""Files to evaluate on: JSONL rows and a JSON codebook, with faults that name file and line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rrt_qual.domain import held
from rrt_qual.domain.codebook import STANCES, Codebook, Example, Stance, Theme
from rrt_qual.suggest.faults import DataFault

_COLOURS = ("#2C7CC8", "#B8562F", "#3E8E5A", "#8A5AA8", "#A87B1F", "#4E7F8C")


@dataclass(frozen=True, slots=True)
class Row:
    """One coded passage: its interview, words, codes (none: read and left uncoded), context and stance."""

    doc: str
    text: str
    codes: tuple[str, ...]
    context: str = ""
    stance: Stance = Stance.UNSPECIFIED


def _read(path: Path) -> str:
    held.refuse(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataFault(f"{path.name}: the file cannot be opened ({error.strerror}).", "Check the path.") from error
    except UnicodeDecodeError as error:
        raise DataFault(f"{path.name}: the file is not UTF-8 text.", "Save it as UTF-8 and try again.") from error


def read_jsonl(path: Path) -> list[Row]:
    """Rows {doc, text, codes[, context, stance]}, one JSON object a line; blank lines are passed over.

    Raises:
        DataFault: with file:line, when a line is not such an object, or the file has none.
    """
    rows: list[Row] = []
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if line.strip():
            rows.append(_row(line, f"{path.name}:{number}"))
    if not rows:
        raise DataFault(f"{path.name}:1: there is no row in the file.", 'Each line is {"doc", "text", "codes"}.')
    return rows


def _row(line: str, where: str) -> Row:
    try:
        value: Any = json.loads(line)
    except json.JSONDecodeError as error:
        raise DataFault(f"{where}: not JSON ({error.msg}, column {error.colno}).", "One object a line.") from error
    if not isinstance(value, dict):
        raise DataFault(f"{where}: not an object.", 'Each line is {"doc": …, "text": …, "codes": […]}.')
    for key in ("doc", "text"):
        if not isinstance(value.get(key), str | int) or not str(value[key]).strip():
            raise DataFault(f'{where}: "{key}" is missing or empty.', "Give it as text.")
    codes = value.get("codes")
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise DataFault(f'{where}: "codes" is not a list of texts.', "Give [] for a passage without a code.")
    stance = value.get("stance") or "unspecified"
    if stance not in set(Stance):
        raise DataFault(f'{where}: "{stance}" is no stance.', "Use strength, risk, solution or leave it out.")
    context = value.get("context") or ""
    return Row(str(value["doc"]), str(value["text"]), tuple(dict.fromkeys(codes)), str(context), Stance(stance))


def read_codebook_json(path: Path) -> Codebook:
    """A flat codebook from [{code, name, definition, examples}] (or {"codes": [...]}); only `code` or `name` is needed.

    An example is a text or {text, stance}. A code's `code` becomes the theme's id.

    Raises:
        DataFault: when the file is not such a list, a code has no name, or two have the same.
    """
    try:
        value: Any = json.loads(_read(path))
    except json.JSONDecodeError as error:
        raise DataFault(f"{path.name}:{error.lineno}: not JSON ({error.msg}).", "Check the brackets.") from error
    entries = value.get("codes", value.get("themes")) if isinstance(value, dict) else value
    if not isinstance(entries, list) or not entries:
        raise DataFault(f"{path.name}:1: not a list of codes.", "[{code, name, definition, examples}, …]")
    themes: dict[str, Theme] = {}
    for number, entry in enumerate(entries, start=1):
        theme = _theme(entry, f"{path.name}: code {number}", _COLOURS[number % len(_COLOURS)])
        if theme.id in themes:
            raise DataFault(f'{path.name}: code {number}: "{theme.id}" was there before.', "Codes must differ.")
        themes[theme.id] = theme
    return Codebook(id=path.stem, name=path.stem, version=1, themes=tuple(themes.values()))


def _theme(entry: Any, where: str, colour: str) -> Theme:
    if not isinstance(entry, dict):
        raise DataFault(f"{where}: not an object.", "{code, name, definition, examples}")
    code = str(entry.get("code") or entry.get("id") or entry.get("name") or "").strip()
    if not code:
        raise DataFault(f'{where}: neither "code" nor "name".', "Give at least one.")
    examples = entry.get("examples") or []
    if not isinstance(examples, list):
        raise DataFault(f'{where} ("{code}"): "examples" is not a list.', "Give a list of texts.")
    return Theme(
        id=code,
        name=str(entry.get("name") or code),
        colour=colour,
        definition=str(entry.get("definition") or ""),
        examples=tuple(_examples(examples, f'{where} ("{code}")')),
    )


def _examples(values: Sequence[Any], where: str) -> list[Example]:
    out = []
    for value in values:
        text = value.get("text") if isinstance(value, dict) else value
        stance = value.get("stance") if isinstance(value, dict) else None
        if not isinstance(text, str):
            raise DataFault(f"{where}: an example is not a text.", "Use a text or {text, stance}.")
        if text.strip():
            out.append(Example(text, Stance(stance) if stance in STANCES else None))
    return out
