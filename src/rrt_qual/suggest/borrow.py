"""A flat list of indicators borrows the themes that a fuller codebook has below them."""

from __future__ import annotations

from dataclasses import replace

from rrt_qual.domain.codebook import Codebook, Indicator, Theme


def borrow_themes(flat: Codebook, full: Codebook, share: float = 0.8) -> Codebook | None:
    """`flat` with its codes as indicators and the themes of `full` below them; None when they do not match.

    A code matches an indicator of `full` by id or name, case aside; at least `share` of the codes must.
    Names and definitions stay those of `flat`; what it says of a code, examples included, becomes one more
    theme below that code. Whoever calls this tells the person, because examples of another codebook then
    have a say: scores are to be read at indicator level (`SuggestionModel.indicator_scores`).
    """
    if flat.indicators:
        return None
    known = {key.casefold(): i.id for i in full.indicators for key in (i.name, i.id)}
    match = {t.id: known.get(t.id.casefold()) or known.get(t.name.casefold()) for t in flat.themes}
    if not flat.themes or sum(found is not None for found in match.values()) < share * len(flat.themes):
        return None
    below = {found: code for code, found in match.items() if found is not None}
    indicators = tuple(Indicator(t.id, t.name, t.definition) for t in flat.themes)
    themes: list[Theme] = []
    for theme in full.themes:
        above = full.indicator_of(theme)
        if above is not None and above.id in below:
            themes.append(replace(theme, id=f"theme:{theme.id}", indicator=below[above.id], parent=None, see_also=()))
    for code in flat.themes:
        if code.examples or match[code.id] is None:
            themes.append(replace(code, id=f"own:{code.id}", indicator=code.id, parent=None))
    return Codebook(flat.id, flat.name, flat.version, tuple(themes), indicators)
