"""A codebook becomes YAML in the form that the reader takes."""

from __future__ import annotations

import io
import re
from typing import Any

from rrt_qual.domain.codebook import Codebook, Domain, Example, Indicator, Theme
from rrt_qual.ingest.codebook.shape import canonical

#: A line of YAML this wide is never folded: a fold within a sentence shows in every comparison of files.
_NEVER_FOLD = 1_000_000
_BARE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def write_codebook_yaml(codebook: Codebook) -> str:
    """`codebook` as YAML: reading it gives `canonical(codebook)`, which is what every reader returns.

    The text is stored with the project as a revision, so it is the same for the same codebook.
    """
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = _NEVER_FOLD
    yaml.allow_unicode = True
    yaml.default_flow_style = False
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(_quoted(_plain(canonical(codebook))), out)
    return out.getvalue()


def _quoted(value: Any) -> Any:
    """`value` with its texts in double quotes wherever YAML would fold what other quotes leave bare."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, dict):
        return {key: _quoted(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_quoted(child) for child in value]
    return DoubleQuotedScalarString(value) if isinstance(value, str) and _BARE.search(value) else value


def _plain(codebook: Codebook) -> dict[str, Any]:
    return _without_blanks(
        {
            "id": codebook.id,
            "name": codebook.name,
            "version": codebook.version,
            "language": codebook.language,
            "description": codebook.description,
            "stances": [{"id": stance.value, "means": means} for stance, means in codebook.stances],
            "domains": [_domain(codebook, domain) for domain in codebook.domains],
            "indicators": [_indicator(codebook, i) for i in codebook.indicators_of(None)],
            "themes": _themes(codebook, None),
        }
    )


def _without_blanks(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", [], None)}


def _domain(codebook: Codebook, domain: Domain) -> dict[str, Any]:
    return _without_blanks(
        {
            "id": domain.id,
            "name": domain.name,
            "colour": domain.colour,
            "indicators": [_indicator(codebook, i) for i in codebook.indicators_of(domain.id)],
        }
    )


def _indicator(codebook: Codebook, indicator: Indicator) -> dict[str, Any]:
    return _without_blanks(
        {
            "id": indicator.id,
            "name": indicator.name,
            "covers": indicator.covers,
            "themes": _themes(codebook, indicator.id),
        }
    )


def _themes(codebook: Codebook, indicator: str | None) -> list[dict[str, Any]]:
    """The themes of one indicator: nested, if that keeps their order; otherwise with 'parent'."""
    group = [theme for theme in codebook.themes if theme.indicator == indicator]
    here = {theme.id for theme in group}
    below: dict[str | None, list[Theme]] = {}
    for theme in group:
        below.setdefault(theme.parent if theme.parent in here else None, []).append(theme)

    def walk(parent: str | None) -> list[Theme]:
        return [t for child in below.get(parent, ()) for t in (child, *walk(child.id))]

    def nest(parent: str | None) -> list[dict[str, Any]]:
        made = []
        for theme in below.get(parent, ()):
            values, inner = _theme(theme, named_parent=theme.parent not in here), nest(theme.id)
            made.append({**values, "themes": inner} if inner else values)
        return made

    if walk(None) == group:
        return nest(None)
    return [_theme(theme, named_parent=True) for theme in group]


def _theme(theme: Theme, named_parent: bool) -> dict[str, Any]:
    values = _without_blanks(
        {
            "id": theme.id,
            "name": theme.name,
            "parent": theme.parent if named_parent else None,
            "colour": theme.colour,
            "definition": theme.definition,
            "use_when": theme.use_when,
            "not_when": theme.not_when,
            "see_also": list(theme.see_also),
            "examples": [_example(example) for example in theme.examples],
        }
    )
    # A missing definition is a fault, an empty one (as from Taguette) is not.
    return values if theme.definition else {**values, "definition": ""}


def _example(example: Example) -> str | dict[str, str]:
    if example.stance is None:
        return example.text
    return {"text": example.text, "stance": example.stance.value}
