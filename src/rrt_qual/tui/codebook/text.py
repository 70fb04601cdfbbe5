"""A theme in words: what it is, when to use it and when not, and how people say it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from rich.text import Text

from rrt_qual.domain.codebook import Codebook, Stance, Theme
from rrt_qual.tui.codebook.search import words_of
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.signs import stance_colour

_TOKEN = re.compile(r"\S+")

#: An id of two or more words; an id of one word could be a word of the sentence, save after "use".
_ID = re.compile(r"\b[a-z0-9]+(?:-[a-z0-9]+)+\b|(?<=\buse )[a-z0-9]+\b")


def theme_text(
    codebook: Codebook,
    theme: Theme,
    signs: Mapping[str, str],
    *,
    matched: Collection[str] = (),
    dark: bool = True,
) -> Text:
    """All that the codebook says of a theme; the words in `matched` are underlined."""
    names = {t.id: t.name for t in codebook.themes}
    out = Text()
    out.append("█", style=theme.colour)
    out.append(f"{signs.get(theme.id, '··')} ", style="bold")
    out.append_text(_marked(theme.name, matched, "bold"))
    out.append("\n")
    where = [above.name for above in (codebook.indicator_of(theme), codebook.domain_of(theme)) if above]
    if where:
        out.append(" · ".join(squeeze(w) for w in where) + "\n", style="italic dim")
    if theme.definition:
        out.append("\n")
        out.append_text(_marked(_named(theme.definition, names), matched))
        out.append("\n")
    for title, text in (("Use when", theme.use_when), ("Not when", theme.not_when)):
        if text:
            out.append(f"\n{title}  ", style="bold")
            out.append_text(_marked(_named(text, names), matched))
            out.append("\n")
    if theme.examples:
        out.append("\nExamples\n", style="bold")
    for example in theme.examples:
        stance = example.stance or Stance.UNSPECIFIED
        out.append(f"{stance.letter} ", style=f"bold {stance_colour(stance, dark=dark)}")
        out.append_text(_marked(f"“{example.text}”", matched))
        out.append("\n")
    others = [t.name for t in codebook.themes if t.id in theme.see_also]
    if others:
        out.append("\nSee also  ", style="bold")
        out.append(squeeze(" · ".join(others)))
    return out


def _named(text: str, names: Mapping[str, str]) -> str:
    """`text` with the ids of other themes, as rules name them, replaced by their names."""
    return _ID.sub(lambda m: f"‘{names[m.group()]}’" if m.group() in names else m.group(), text)


def _marked(text: str, matched: Collection[str], style: str = "") -> Text:
    out = Text(squeeze(text), style=style)
    if matched:
        for token in _TOKEN.finditer(out.plain):
            if any(word in matched for word in words_of(token.group())):
                out.stylize("bold underline", token.start(), token.end())
    return out
