"""What may be said of a quote's speaker: only what enough other people share.

Source: Sweeney, L. (2002). k-anonymity: a model for protecting privacy. International Journal of Uncertainty, Fuzziness
and Knowledge-Based Systems 10(5), 557-570. People are counted, not interviews: who took part in two waves is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations

#: Attributes that name somebody, or a day, or a file: never said of a speaker.
_NEVER = re.compile(
    r"participant|interview|file|name|date|time|id$|^id|e-?mail|phone|manager|supervisor|gender|age|ethnic", re.I
)

#: What is said of a speaker first, where the project says nothing else.
_ORDER = ("role", "grade", "service", "team", "years_qualified", "years qualified", "wave")

#: Numbers are said in bands: (up to and including, words).
_BANDS = ((1, "under 2"), (5, "2 to 5"), (10, "6 to 10"), (20, "11 to 20"))
#: Attributes said of one speaker: more would be a description of a person, and the search for combinations that are
#: true of enough people doubles with each.
_MOST = 6

Attributes = Mapping[str, str]


def generalised(name: str, value: str) -> str:
    """A value as it may be said: a number as its band, in years where the attribute counts years; else as it stands."""
    value = " ".join(value.split())
    if name.casefold() == "wave" or not re.fullmatch(r"\d+(?:[.,]\d+)?", value):
        return value
    number = float(value.replace(",", "."))
    band = next((words for top, words in _BANDS if number < top + 1), "over 20")
    unit = " years" if "year" in name.casefold() else ""
    about = " qualified" if "qualif" in name.casefold() else ""
    return f"{band}{unit}{about}"


def order(names: Sequence[str], wanted: Sequence[str] = ()) -> list[str]:
    """The attributes that may be said of a speaker, the dearest first; `wanted` are the project's own choice."""
    if wanted:
        by_name = {n.casefold(): n for n in names}
        return [by_name[w.casefold()] for w in wanted if w.casefold() in by_name][:_MOST]
    usable = [n for n in names if not _NEVER.search(n)]
    rank = {name: n for n, name in enumerate(_ORDER)}
    return sorted(usable, key=lambda n: (rank.get(n.casefold(), len(rank) - 1.5), usable.index(n)))[:_MOST]


def allowed(
    speaker: Attributes,
    everybody: Sequence[tuple[str, Attributes]],
    names: Sequence[str],
    threshold: int,
    given: Attributes | None = None,
) -> tuple[tuple[str, str], ...]:
    """The largest combination of `names` whose values at least `threshold` people share with the speaker.

    `everybody` are (person, attributes) of every interview. Of equally large combinations the one with the dearest
    attributes is taken. `given` is what a reader knows already (the filter of a selection): those who share the
    combination must share that as well. Values are generalised first; empty ones are never said.
    """
    mine = {n: generalised(n, speaker.get(n, "")) for n in names}
    usable = [n for n in names if mine[n]]
    known = {n: generalised(n, v) for n, v in (given or {}).items()}
    others = [(person, {n: generalised(n, a.get(n, "")) for n in (*usable, *known)}) for person, a in everybody]
    pool = [(p, a) for p, a in others if all(a[n] == v for n, v in known.items())]
    for size in range(len(usable), 0, -1):
        for chosen in combinations(usable, size):
            if len({p for p, a in pool if all(a[n] == mine[n] for n in chosen)}) >= threshold:
                return tuple((n, mine[n]) for n in chosen)
    return ()
