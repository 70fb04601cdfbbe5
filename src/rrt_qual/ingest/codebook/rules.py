"""What a schema cannot say: ids used once, references that lead somewhere, no circles; and advice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rrt_qual.domain.files.limits import THEME_DEPTH, THEMES
from rrt_qual.ingest.codebook.nodes import KeyPath, Plain
from rrt_qual.ingest.codebook.schema import subject
from rrt_qual.ingest.faults import FaultList, clip, did_you_mean

_BELOW = {"codebook": ("domains", "indicators", "themes"), "domain": ("indicators",), "indicator": ("themes",)}
_KIND = {"domains": "domain", "indicators": "indicator", "themes": "theme"}
#: Examples of a theme under which a codebook is advised to have more: each is a row that suggestions learn from before
#: anything is coded.
_ADVISED_EXAMPLES = 4
_TEXTS = ("name", "definition", "use_when", "not_when", "covers", "means", "description", "statement", "text")


@dataclass(frozen=True, slots=True)
class CodebookEntry:
    """A domain, indicator or theme as it stands in the file; `above` is the entry around it."""

    kind: str
    path: KeyPath
    values: dict[str, Any]
    above: CodebookEntry | None

    @property
    def id(self) -> str | None:
        """Its id, if it has one that is a text."""
        return self.text("id")

    @property
    def title(self) -> str:
        """It, in words: 'theme "pay"'."""
        return f'{self.kind} "{clip(self.id or self.text("name") or "?")}"'

    @property
    def parent_id(self) -> str | None:
        """The id of the theme above it, by the key 'parent' or else by nesting."""
        return self.text("parent") or self.nested_in

    @property
    def nested_in(self) -> str | None:
        """The id of the theme that it is written inside of."""
        return self.above.id if self.above is not None and self.above.kind == "theme" else None

    def text(self, key: str) -> str | None:
        """The value of `key` if it is a text."""
        value = self.values.get(key)
        return value if isinstance(value, str) else None

    def items(self, key: str) -> list[Any]:
        """The value of `key` if it is a list, otherwise an empty list."""
        value = self.values.get(key)
        return value if isinstance(value, list) else []

    def indicator(self) -> CodebookEntry | None:
        """The indicator that it is written below."""
        here = self.above
        while here is not None and here.kind != "indicator":
            here = here.above
        return here


def entries(
    data: Any, kind: str = "codebook", path: KeyPath = (), above: CodebookEntry | None = None
) -> Iterator[CodebookEntry]:
    """Every domain, indicator and theme below `data`, in order; malformed ones are passed over."""
    for key in _BELOW.get(kind, ("themes",)):
        items = data.get(key)
        for index, values in enumerate(items if isinstance(items, list) else ()):
            if isinstance(values, dict):
                entry = CodebookEntry(_KIND[key], (*path, key, index), values, above)
                yield entry
                yield from entries(values, entry.kind, entry.path, entry)


def note_rules(plain: Plain, faults: FaultList) -> None:
    """Note every fault of ids, names and references, and every warning, of a codebook's plain values."""
    rules = _Rules(plain, faults)
    if not rules.themes and all(isinstance(plain.data.get(key, []), list) for key in _KIND):
        faults.error(plain.line(()), "the codebook has no theme.", "Write at least one theme below 'themes:'.")
    if len(rules.found) > THEMES:
        line = rules.line(rules.found[THEMES])
        faults.error(line, f"the codebook has more than {THEMES:,} entries.", "Split it: nobody codes with so many.")
        return
    rules.ids()
    rules.names()
    rules.parents()
    rules.see_also()
    rules.stances()
    for theme in rules.themes:
        _advise(theme, plain, faults)
    _warn_of_comments(plain, faults)


class _Rules:
    """The entries of one codebook, and where its faults go."""

    def __init__(self, plain: Plain, faults: FaultList) -> None:
        self.plain = plain
        self.faults = faults
        self.found = sorted(entries(plain.data), key=lambda entry: plain.line(entry.path))
        self.themes = [entry for entry in self.found if entry.kind == "theme"]
        self.by_id: dict[str, CodebookEntry] = {}
        for entry in self.found:
            if entry.id is not None:
                self.by_id.setdefault(entry.id, entry)

    def line(self, entry: CodebookEntry, *keys: str | int) -> int:
        return self.plain.line((*entry.path, *keys))

    def ids(self) -> None:
        for entry in self.found:
            other = self.by_id[entry.id] if entry.id is not None else entry
            if other is not entry:
                here, there = self.line(entry, "id"), self.line(other, "id")
                self.faults.error(
                    here,
                    f'the id "{clip(entry.id)}" is used twice: by the {other.kind} on line {there} '
                    f"and the {entry.kind} on line {here}.",
                    "Give one of them another id.",
                )

    def names(self) -> None:
        first: dict[tuple[str | None, str | None, str], int] = {}
        for theme in self.themes:
            name, indicator = " ".join((theme.text("name") or "").split()), self.indicator_above(theme)
            if not name:
                continue
            key = (indicator.id if indicator else None, theme.parent_id, name.casefold())
            line = self.line(theme, "name")
            if key in first:
                self.faults.error(
                    line,
                    f'two themes beside one another are named "{clip(name)}", on lines {first[key]} and {line}.',
                    "Give one of them another name.",
                )
            first.setdefault(key, line)

    def parents(self) -> None:
        above: dict[str, str] = {}
        for theme in self.themes:
            named, nested = theme.text("parent"), theme.nested_in
            if named is not None and not self.refers(theme, named, "parent"):
                continue
            if named is not None and nested is not None and named != nested:
                self.faults.error(
                    self.line(theme, "parent"),
                    f'{theme.title} stands inside theme "{clip(nested)}" but names "{clip(named)}" as its parent.',
                    "Delete the line 'parent: …', or move the theme.",
                )
            elif theme.id is not None and theme.parent_id is not None:
                above.setdefault(theme.id, theme.parent_id)
        circles = _circles(above)
        for circle in circles:
            self.faults.error(
                self.line(self.by_id[circle[0]], "parent"),
                f"these themes stand below one another in a circle: {' > '.join([*circle, circle[0]])}.",
                "Delete one of their lines 'parent: …'.",
            )
        if circles:
            return
        depth: dict[str, int] = {}
        for theme in self.themes:
            self.one_indicator(theme)
            if theme.id is not None and _depth(theme.id, above, depth) == THEME_DEPTH:
                what = f"{theme.title} stands below {THEME_DEPTH} others, more than can be shown."
                self.faults.error(self.line(theme, "id"), what, "Give it a parent that stands higher.")

    def one_indicator(self, theme: CodebookEntry) -> None:
        """A theme and the theme that it names as parent may not stand below different indicators."""
        own, other = theme.indicator(), self.by_id.get(theme.text("parent") or "")
        theirs = self.indicator_above(other) if other is not None else None
        if own is not None and theirs is not None and own.id != theirs.id:
            self.faults.error(
                self.line(theme, "parent"),
                f"{theme.title} stands below {own.title}, its parent below {theirs.title}.",
                "Move the theme beside its parent, or delete the line 'parent: …'.",
            )

    def indicator_above(self, theme: CodebookEntry) -> CodebookEntry | None:
        """The indicator that `theme` stands below, by where it is written or by its parents."""
        here: CodebookEntry | None = theme
        passed: set[KeyPath] = set()
        while here is not None and here.path not in passed:
            if (found := here.indicator()) is not None:
                return found
            passed.add(here.path)
            here = self.by_id.get(here.parent_id or "")
        return None

    def see_also(self) -> None:
        for theme in self.themes:
            for index, named in enumerate(theme.items("see_also")):
                if isinstance(named, str):
                    self.refers(theme, named, "see_also", index)

    def refers(self, theme: CodebookEntry, named: str, *keys: str | int) -> bool:
        """Whether `named` is the id of another theme; the fault is noted when it is not."""
        line, target = self.line(theme, *keys), self.by_id.get(named)
        if named == theme.id:
            self.faults.error(
                line, f"{theme.title} names itself under '{keys[0]}'.", "Name another theme, or delete it."
            )
        elif target is None:
            known = [t.id for t in self.themes if t.id is not None and t.id != theme.id]
            what = f"{theme.title} names \"{clip(named)}\" under '{keys[0]}', but no theme has that id."
            self.faults.error(line, what, did_you_mean(named, known) or "Correct the id, or delete it.")
        elif target.kind != "theme":
            what = f"{theme.title} names \"{clip(named)}\" under '{keys[0]}', but that is the id of the {target.kind}"
            self.faults.error(line, f"{what} on line {self.line(target, 'id')}.", "Name a theme, or delete it.")
        else:
            return True
        return False

    def stances(self) -> None:
        listed = self.plain.data.get("stances")
        first: dict[str, int] = {}
        for index, stance in enumerate(listed if isinstance(listed, list) else ()):
            name = stance.get("id") if isinstance(stance, dict) else None
            line = self.plain.line(("stances", index, "id"))
            if isinstance(name, str) and first.setdefault(name, line) != line:
                what = f'the stance "{clip(name)}" stands twice, on lines {first[name]} and {line}.'
                self.faults.error(line, what, "Keep one of the two.")


def _depth(theme: str, above: dict[str, str], known: dict[str, int]) -> int:
    """How many themes stand above `theme`; `known` keeps what was found. There is no circle."""
    chain = [theme]
    while chain[-1] not in known and chain[-1] in above:
        chain.append(above[chain[-1]])
    known.setdefault(chain[-1], 0)
    for below, here in zip(chain[-2::-1], chain[:0:-1], strict=True):
        known[below] = known[here] + 1
    return known[theme]


def _circles(above: dict[str, str]) -> list[list[str]]:
    """Every circle of parents once, beginning with the theme that stands first in the file."""
    order = {theme: n for n, theme in enumerate(above)}
    done: set[str] = set()
    circles = []
    for start in above:
        chain: dict[str, None] = {}
        here: str | None = start
        while here is not None and here not in done and here not in chain:
            chain[here] = None
            here = above.get(here)
        if here is not None and here in chain:
            circle = list(chain)[list(chain).index(here) :]
            begin = circle.index(min(circle, key=lambda theme: order[theme]))
            circles.append(circle[begin:] + circle[:begin])
        done.update(chain)
    return circles


def _advise(theme: CodebookEntry, plain: Plain, faults: FaultList) -> None:
    line = plain.line((*theme.path, "id"))
    definition = theme.text("definition")
    if definition is not None and not definition.strip():
        at = plain.line((*theme.path, "definition"))
        faults.warn(at, f"{theme.title} has an empty definition.", "Say in a sentence what it is.")
    count = len(theme.items("examples"))
    if count < _ADVISED_EXAMPLES:
        many = {0: "no examples", 1: "only one example"}.get(count, f"only {count} examples")
        faults.warn(line, f"{theme.title} has {many}.", "Suggestions are better with four or more.")
    if not (theme.text("use_when") or "").strip():
        faults.warn(line, f"{theme.title} does not say when to use it.", "Add a line 'use_when: …'.")


def _warn_of_comments(plain: Plain, faults: FaultList) -> None:
    for path, line in plain.cut.items():
        if path and (path[-1] in _TEXTS or "examples" in path):
            owner = path[:-1] if isinstance(path[-1], str) else path
            faults.warn(
                line,
                f"what stands after # is left out of {subject(plain.data, owner)}: YAML takes it for a comment.",
                "If it belongs to the text, put the whole text in quotes.",
            )
