"""YAML becomes plain values, with the line of each, and the parser's complaints become plain words."""

from __future__ import annotations

import bisect
import re
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rrt_qual.domain.files.characters import has_half
from rrt_qual.ingest.faults import FaultList, clip

if TYPE_CHECKING:
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.nodes import Node

KeyPath = tuple[str | int, ...]

_TAG = "tag:yaml.org,2002:"
#: Brackets open at once. A codebook needs four; the parser takes time by the square of them, and a file of nothing else
#: would keep it busy for minutes.
_DEPTH = 100
_BRACKET = re.compile(r"[\[\]{}]")
_COMMENT = re.compile(r"[ \t]*#")
_QUOTES = 'Put the whole text in quotes: "…".'


@dataclass
class Plain:
    """A YAML document as dicts, lists and scalars.

    `lines` gives the line (from 1) of the value at a path and `keys` that of its key; `blank` the
    line of each key that has nothing after it (such keys are left out of `data`); `cut` the line of
    each text behind which a `#` begins a comment.
    """

    data: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    keys: dict[KeyPath, int] = field(default_factory=dict)
    blank: dict[KeyPath, int] = field(default_factory=dict)
    cut: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, path: KeyPath) -> int:
        """The line of what stands at `path`, or of the nearest thing around it."""
        for end in range(len(path), -1, -1):
            for lines in (self.keys, self.lines):
                if path[:end] in lines:
                    return lines[path[:end]]
        return 1


def parse(text: str, faults: FaultList) -> Plain | None:
    """`text` as plain values; None, with a fault noted, when it is not YAML or has nothing in it."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if deep := _too_deep(text):
        faults.error(deep, "brackets stand inside one another too deeply to be read.", _QUOTES)
        return None
    try:
        with warnings.catch_warnings(action="ignore"):  # It warns of marks, which are refused below.
            node = YAML(typ="safe", pure=True).compose(text)
    except YAMLError as error:
        _syntax_fault(error, text, faults)
        return None
    if node is None:
        faults.error(1, "the file is empty.", "Write a codebook into it, or give another file.")
        return None
    return _Converter(text, faults).convert(node)


def _too_deep(text: str) -> int:
    """The line on which more than _DEPTH brackets are open, 0 for none; the parser takes time by the square of them."""
    depth = 0
    for found in _BRACKET.finditer(text):
        depth = depth + 1 if found[0] in "[{" else max(depth - 1, 0)
        if depth > _DEPTH:
            return text.count("\n", 0, found.start()) + 1
    return 0


class _Rows:
    """The lines of a text as editors count them; ruamel breaks lines at U+0085, U+2028 and U+2029 too."""

    def __init__(self, text: str) -> None:
        self._breaks = [match.end() for match in re.finditer(r"\r\n|\n|\r", text)]

    def at(self, index: int) -> int:
        """The line, from 1, of the letter at `index`."""
        return bisect.bisect_right(self._breaks, index) + 1


class _Converter:
    """Walks the node graph once; refuses the parts of YAML that a codebook has no use for."""

    def __init__(self, text: str, faults: FaultList) -> None:
        self.text = text
        self.faults = faults
        self.plain = Plain()
        self.rows = _Rows(text)
        self.seen: set[int] = set()

    def convert(self, node: Node) -> Plain:
        self.plain.data = self.value(node, ())
        return self.plain

    def line(self, node: Node) -> int:
        return self.rows.at(node.start_mark.index)

    def value(self, node: Node, path: KeyPath) -> Any:
        from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

        line = self.line(node)
        self.plain.lines[path] = line
        if id(node) in self.seen:
            return ""
        self.seen.add(id(node))
        self.refuse_marks(node, line)
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(child, (*path, n)) for n, child in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        if not node.style:
            self.note_comment(node, path, line)
        self.refuse_odd(str(node.value), line)
        return _scalar(node)

    def refuse_marks(self, node: Node, line: int) -> None:
        if node.anchor:
            self.faults.error(
                line,
                f'a text begins with "&{node.anchor}", which YAML takes for a mark, not for words.',
                "Put the whole text in quotes; or, if it is meant as a mark, write the text out each time.",
            )
        if not str(node.tag).startswith(_TAG):
            mark = str(node.tag).removeprefix(_TAG)
            self.faults.error(
                line, f'a text begins with "{mark}", which YAML takes for a mark, not for words.', _QUOTES
            )

    def refuse_odd(self, text: str, line: int) -> None:
        if has_half(text):
            what = "a text holds half of a character (a lone surrogate), written with a backslash."
            self.faults.error(line, what, "Write the character itself, or delete it.")

    def mapping(self, node: Node, path: KeyPath) -> dict[str, Any]:
        from ruamel.yaml.nodes import ScalarNode

        found: dict[str, Any] = {}
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = self.line(key_node)
            if not isinstance(key_node, ScalarNode):
                self.faults.error(
                    line, "a list or a group stands where the name of a key should.", "Write 'key: value'."
                )
                continue
            key = str(key_node.value)
            self.refuse_odd(key, line)
            if key in first:
                self.faults.error(
                    line,
                    f'the key "{clip(key)}" is given twice, on lines {first[key]} and {line}.',
                    "Keep one of the two.",
                )
                continue
            first[key] = line
            self.plain.keys[*path, key] = line
            if isinstance(value_node, ScalarNode) and _is_null(value_node):
                self.plain.blank[*path, key] = line
            else:
                found[key] = self.value(value_node, (*path, key))
        return found

    def note_comment(self, node: Node, path: KeyPath, line: int) -> None:
        if _COMMENT.match(self.text, node.end_mark.index) and " " in str(node.value):
            self.plain.cut[path] = line


def _is_null(node: Node) -> bool:
    return str(node.tag) == _TAG + "null"


def _scalar(node: Node) -> Any:
    kind, text = str(node.tag).removeprefix(_TAG), str(node.value)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("true", "yes", "on", "y")
    try:
        if kind == "int":
            return int(text.replace("_", ""), 10)
        if kind == "float":
            return float(text.replace("_", ""))
    except ValueError:
        return text
    return text


def _syntax_fault(error: YAMLError, text: str, faults: FaultList) -> None:
    from ruamel.yaml.error import MarkedYAMLError

    rows = _Rows(text)
    if not isinstance(error, MarkedYAMLError):
        code = getattr(error, "character", None)
        faults.error(
            rows.at(int(getattr(error, "position", 0) or 0)),
            f"there is a character that cannot be shown{f' (U+{code:04X})' if isinstance(code, int) else ''}.",
            "Delete it; it often comes along when text is pasted from another program.",
        )
        return
    mark, opened = error.problem_mark, error.context_mark
    problem = f"{error.context or ''} {error.problem or ''}"
    if opened is not None and ("quoted scalar" in problem or "simple key" in problem or "flow" in problem):
        mark = opened
    if "\\t" in problem and (tabbed := _tabbed_lines(text)):
        _tab_fault(tabbed, faults)
        return
    # A fault found only at the end of the file belongs to its last line that is not blank.
    line = rows.at(min(mark.index if mark else 0, max(len(text.rstrip()) - 1, 0)))
    what, remedy = _in_plain_words(problem)
    faults.error(line, what, remedy)


def _tabbed_lines(text: str) -> list[int]:
    return [n for n, line in enumerate(re.split(r"\r\n|\n|\r", text), 1) if re.match(r" *\t", line) and line.strip()]


def _tab_fault(lines: list[int], faults: FaultList) -> None:
    more = f" (and so do {len(lines) - 1} more)" if len(lines) > 1 else ""
    faults.error(lines[0], f"the line begins with a tab{more}.", "Indent with spaces; YAML does not allow tabs there.")


#: What the parser says (a part of it), what is meant, and how to mend it. The first that fits counts.
_WORDS: tuple[tuple[str, str, str], ...] = (
    ("quoted scalar", "a quotation mark is opened here and never closed.", "Close it at the end of the text."),
    (
        "mapping values are not allowed",
        "there is a colon inside a text, or the line is indented further than the one it belongs with.",
        'Put a text with a colon in quotes ("…"), or line the key up with the keys around it.',
    ),
    (
        "could not find expected ':'",
        "the line is neither 'key: value' nor an item of a list ('- …').",
        "Write a colon and a space after the key, or indent the line if it goes on with the text above.",
    ),
    ("undefined alias", 'a text begins with "*", which YAML takes for a mark, not for words.', _QUOTES),
    ("anchor", 'a text begins with "&" or "*", which YAML takes for a mark, not for words.', _QUOTES),
    ("scanning a tag", 'a text begins with "!", which YAML takes for a mark, not for words.', _QUOTES),
    ("tag handle", 'a text begins with "!", which YAML takes for a mark, not for words.', _QUOTES),
    ("directive", 'a line begins with "%", which YAML takes for a mark, not for words.', _QUOTES),
    (
        "expected <block end>, but found '<scalar>'",
        "there is text after a closing quotation mark.",
        "Put the whole text in one pair of quotes, and write quotes inside it as the other kind (' or \").",
    ),
    (
        "expected <block end>",
        "the line is not indented like the lines it belongs with.",
        "Line it up with the other keys or items of the same list.",
    ),
    ("flow mapping", "a brace { is opened here and never closed properly.", "Close it with }, or use quotes."),
    ("flow sequence", "a bracket [ is opened here and never closed properly.", "Close it with ], or use quotes."),
    (
        "block scalar",
        'after ">" or "|" the text must begin on the next line.',
        "Begin the text on the next line, indented; or put it in quotes.",
    ),
    (
        "sequence entries are not allowed",
        "a list begins on the same line as its key.",
        "Begin the list ('- …') on the next line, or put the text in quotes.",
    ),
    ("mapping keys are not allowed", 'a text begins with "?", which YAML takes for a mark.', _QUOTES),
    (
        "single document",
        "a second document begins here, after a line '---'.",
        "Delete the line '---', or keep each codebook in a file of its own.",
    ),
)


def _in_plain_words(problem: str) -> tuple[str, str]:
    if found := re.search(r"found character '(.+?)' that cannot start", problem):
        sign = "a tab" if found[1] == "\\t" else f'"{found[1]}"'
        return f"a text begins with {sign}, which YAML does not allow.", _QUOTES
    for part, what, remedy in _WORDS:
        if part in problem:
            return what, remedy
    return (
        "the file cannot be read as YAML from here on.",
        "Look at indentation and quotation marks on this line and the one above.",
    )
