"""Files to evaluate on: JSONL rows and a JSON codebook, with faults that name file and line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rrt_qual.domain.codebook import STANCES, Codebook, Example, Stance, Theme
from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.characters import has_half
from rrt_qual.domain.files.door import file_name, read_text
from rrt_qual.domain.files.limits import CODINGS, JSON_BYTES, THEMES
from rrt_qual.suggest.embed.faults import DataFault

_COLOURS = ("#2C7CC8", "#B8562F", "#3E8E5A", "#8A5AA8", "#A87B1F", "#4E7F8C")


@dataclass(frozen=True, slots=True)
class CodedRow:
    """One coded passage: its interview, words, codes (none: read and left uncoded), context and stance.

    `line` is where it stands in its file (from 1), 0 for what comes from no file.
    """

    doc: str
    text: str
    codes: tuple[str, ...]
    context: str = ""
    stance: Stance = Stance.UNSPECIFIED
    line: int = field(default=0, compare=False)


def _read(path: Path) -> str:
    name = file_name(path)
    try:
        return read_text(path, JSON_BYTES, shown=name)
    except FileFault as fault:
        raise DataFault(f"{name}: the file cannot be opened: {fault.sentence}", fault.remedy) from None


def _json(text: str, where: str) -> Any:
    """The value of a JSON text; `where` begins the sentence."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:  # its words are Python's; its place is all that is told
        place = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno}, column {error.colno}"
        raise DataFault(f"{where}: not JSON ({place}).", "Check quotation marks, commas and brackets.") from None
    except (ValueError, RecursionError):
        raise DataFault(
            f"{where}: not JSON that can be read (a number too long, or too deep).", "Correct it."
        ) from None


def _fit(text: str, where: str) -> str:
    if has_half(text):
        raise DataFault(f"{where}: a text holds half of a character (a lone surrogate).", "Write it anew.")
    return text


def read_jsonl(path: Path) -> list[CodedRow]:
    """Rows {doc, text, codes[, context, stance]}, one JSON object a line; blank lines are passed over.

    Raises:
        DataFault: with file:line, when a line is not such an object, or the file has none.
    """
    rows: list[CodedRow] = []
    name = file_name(path)
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if line.strip():
            rows.append(_row(line, f"{name}:{number}", number))
        if len(rows) > CODINGS:
            raise DataFault(f"{name}:{number}: there are more than {CODINGS:,} rows.", "Split the file.")
    if not rows:
        raise DataFault(f"{name}:1: there is no row in the file.", 'Each line is {"doc", "text", "codes"}.')
    return rows


def _row(line: str, where: str, number: int) -> CodedRow:
    value = _json(line, where)
    if not isinstance(value, dict):
        raise DataFault(f"{where}: not an object.", 'Each line is {"doc": …, "text": …, "codes": […]}.')
    for key in ("doc", "text"):
        if not isinstance(value.get(key), str | int) or not str(value[key]).strip():
            raise DataFault(f'{where}: "{key}" is missing or empty.', "Give it as text.")
    codes = value.get("codes")
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise DataFault(f'{where}: "codes" is not a list of texts.', "Give [] for a passage without a code.")
    stance = value.get("stance") or "unspecified"
    if not isinstance(stance, str) or stance not in set(Stance):
        raise DataFault(f'{where}: "{str(stance)[:40]}" is no stance.', "Use strength, risk, solution or leave it out.")
    context = value.get("context") or ""
    doc, text, said = (_fit(str(one), where) for one in (value["doc"], value["text"], context))
    known = tuple(dict.fromkeys(_fit(code, where) for code in codes))
    return CodedRow(doc, text, known, said, Stance(stance), number)


def read_codebook_json(path: Path) -> Codebook:
    """A flat codebook from [{code, name, definition, examples}] (or {"codes": [...]}); only `code` or `name` is needed.

    An example is a text or {text, stance}. A code's `code` becomes the theme's id.

    Raises:
        DataFault: when the file is not such a list, a code has no name, or two have the same.
    """
    value = _json(_read(path), file_name(path))
    entries = value.get("codes", value.get("themes")) if isinstance(value, dict) else value
    if not isinstance(entries, list) or not entries:
        raise DataFault(f"{path.name}:1: not a list of codes.", "[{code, name, definition, examples}, …]")
    if len(entries) > THEMES:
        raise DataFault(f"{file_name(path)}: more than {THEMES:,} codes.", "Split it: nobody codes with so many.")
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
    _fit(json.dumps(entry, ensure_ascii=False), where)
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
