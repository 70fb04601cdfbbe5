"""Why a quote was chosen, in words that repeat nothing of it and tell nothing of who said it."""

from __future__ import annotations

from rrt_qual.analysis.quotes.choose import QuotePick
from rrt_qual.domain.codebook import Stance

#: (part, from which value on, what is said then, what is said below a half or None).
_SAID = (
    ("central", 0.85, "near the middle of what is said", "away from the middle"),
    ("stands", 0.8, "stands on its own", "leans on what was said before"),
    ("length", 0.95, "of a good length", "short or long"),
    ("fluency", 0.95, "fluent", "with stumbles"),
)


def reason(pick: QuotePick, *, spread: str = "") -> str:
    """The reason as a sentence without its full stop; `spread` names the attribute that the quotes are spread over."""
    c = pick.candidate
    parts = [
        high if c.parts[part] >= least else low
        for part, least, high, low in _SAID
        if c.parts[part] >= least or c.parts[part] < 0.5
    ]
    parts.append(f"{c.words} words")
    if c.passage.stance is Stance.UNSPECIFIED:
        parts.append("no stance was coded")
    elif c.passage.clarity < 1:
        parts.append(f"{round(100 * c.passage.clarity)} % of its codings call it a {c.passage.stance}")
    else:
        parts.append(f"clearly a {c.passage.stance}")
    if pick.alike > 0.6:
        parts.append("much like another that was chosen")
    if pick.dissent:
        return f"Disagrees: {pick.because}; {', '.join(parts)}"
    if pick.because == "quota" and spread:
        parts.append(f"keeps the balance of stances and of {spread}")
    elif pick.because in ("quota", "stance"):
        parts.append("keeps the balance of stances")
    said = ", ".join(parts)
    return said[:1].upper() + said[1:]
