"""Microdata of a project: one row an interview, keyed by participant and wave to join with the survey's data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rrt_qual.analysis.quotes.anonymity import anonymise
from rrt_qual.domain.codebook import STANCES, Codebook, Stance
from rrt_qual.domain.confidentiality.privacy import Consent
from rrt_qual.domain.figures.columns import count, text
from rrt_qual.domain.report.report import Column, Matrix, Sheet, Value, ValueType
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.names import PublicNames
from rrt_qual.store.figures import reporting
from rrt_qual.store.interviews import consents, interviews
from rrt_qual.store.interviews.interviews import Head

WARNING = (
    "Microdata, one row a participant: for joining with the survey's data and for analysis. Do not publish it and do"
    " not pass it on; what it shows of few people may point at them."
)

#: SPSS allows names of 64 bytes; the longest ending that is put on is `_stance`.
_LONGEST = 64 - len("_stance")

#: A cell of SPSS holds one number: the sum of the stances an interview speaks of something in, 8 for none.
_STANCE_BIT = {Stance.STRENGTH: 1, Stance.RISK: 2, Stance.SOLUTION: 4}
_UNSPECIFIED = 8


def _labels() -> tuple[tuple[Value, str], ...]:
    names = ["not spoken of"]
    names += [" and ".join(s.value for s in STANCES if number & _STANCE_BIT[s]) for number in range(1, _UNSPECIFIED)]
    return tuple(enumerate([*names, "unspecified"]))


STANCE_LABELS = _labels()
#: Value labels of SPSS.
_YES_NO: tuple[tuple[Value, str], ...] = ((0, "no"), (1, "yes"))


def variables(words: Iterable[str], prefix: str = "", taken: set[str] | None = None) -> list[str]:
    """A name for each of `words` that SPSS, R and SQL take as it is: letters, digits and _, unique in any case."""
    used = set() if taken is None else taken
    out = []
    for word in words:
        base = (prefix + re.sub(r"[^A-Za-z0-9]+", "_", word).strip("_"))[:_LONGEST].rstrip("_")
        if not re.match(r"[A-Za-z]", base) or base.upper() in _RESERVED:
            base = f"v_{base}"[:_LONGEST].rstrip("_")
        name, number = base, 1
        while used & _family(name):
            number += 1
            name = f"{base[: _LONGEST - 1 - len(str(number))]}_{number}"
        used |= _family(name)
        out.append(name)
    return out


def _family(name: str) -> set[str]:
    low = name.lower()
    return {low, f"{low}_n", f"{low}_stance"}


_RESERVED = {"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"}
#: The columns that every matrix begins with.
KEYS = (
    text("participant", "Participant", "code of the participant, as the attributes give it"),
    text("wave", "Wave", "wave of the interview"),
    text("interview", "Interview", "id of the interview in the project"),
    Column("coded", "Coded", ValueType.INTEGER, "whether the interview was coded or marked as done", _YES_NO),
)


def matrix(
    project: Project, codebook: Codebook, *, wave: str | None, coder: str | None, by: Sequence[str], threshold: int
) -> Matrix:
    """One row an interview, in order of wave and participant; those of participants who withdrew are not there.

    Themes and indicators have three columns each: spoken of (0/1), passages, and stances. They are empty where the
    interview has not been coded: nobody knows what it speaks of. `by` names the attributes to keep first.
    """
    conn = project.conn
    consent = consents.every(conn)
    heads = sorted(
        (h for h in interviews.heads(conn) if wave in (None, h.wave) and consent.get(h.id) is not Consent.WITHDRAWN),
        key=lambda h: (h.wave, h.participant, h.name),
    )
    coded = reporting.coded(conn, coder)
    shown, notes = _attributes(PublicNames(project), heads, by, threshold)
    taken = {column.key for column in KEYS}
    out: list[Column] = [*KEYS]
    for name, key in zip(shown, variables(shown, taken=taken), strict=True):
        out.append(text(key, name, f"attribute '{name}'; empty: none, or withheld"))
    rows: list[list[Value]] = [
        [h.participant, h.wave, h.id, int(h.id in coded), *(values[n] or "" for values in shown.values())]
        for n, h in enumerate(heads)
    ]
    for level, prefix, things in (
        ("indicator", "i_", [(i.id, i.name) for i in codebook.indicators]),
        ("theme", "t_", [(t.id, t.name) for t in codebook.themes]),
    ):
        found = _spoken(project, level, wave, coder)
        for (key, name), variable in zip(things, variables((k for k, _ in things), prefix, taken), strict=True):
            out += columns(level, variable, name)
            for head, row in zip(heads, rows, strict=True):
                row += _cells(found.get((head.id, key), {})) if head.id in coded else (None, None, None)
    notes += [f"{sum(h.id not in coded for h in heads)} of {len(heads)} interviews are not coded: empty, not 0"]
    sheet = Sheet("matrix", "Matrix", tuple(out), tuple(map(tuple, rows)), (WARNING, *notes))
    return Matrix(sheet, WARNING)


def _attributes(
    public: PublicNames, heads: Sequence[Head], by: Sequence[str], threshold: int
) -> tuple[dict[str, list[str | None]], list[str]]:
    """The attributes as they may stand in microdata, and what was done to them."""
    names = list(dict.fromkeys([*by, *(name for h in heads for name in h.attributes)]))
    values = {
        name: [h.attributes.get(name, "") for h in heads] for name in names if name not in ("wave", "participant")
    }
    for name, raw in values.items():  # a team may be called by somebody's name
        said = public.values(raw)
        values[name] = [said[value] for value in raw]
    people = [h.participant or h.id for h in heads]
    found = anonymise(people, [h.wave for h in heads], values, k=threshold)
    return found.values, list(found.notes)


def _spoken(
    project: Project, level: str, wave: str | None, coder: str | None
) -> Mapping[tuple[str, str], dict[str, int]]:
    out: dict[tuple[str, str], dict[str, int]] = {}
    for one in reporting.spoken(project.conn, level, wave=wave, coder=coder):
        out.setdefault((one.interview_id, one.key), {})[one.stance] = one.passages
    return out


def columns(level: str, variable: str, name: str) -> tuple[Column, ...]:
    """The three columns of one theme or indicator."""
    return (
        Column(variable, name, ValueType.INTEGER, f"whether the interview speaks of the {level}", _YES_NO),
        count(f"{variable}_n", f"{name}: passages", f"passages that speak of the {level}", unit="passages"),
        Column(
            f"{variable}_stance", f"{name}: stance", ValueType.INTEGER, f"stances of the {level} there", STANCE_LABELS
        ),
    )


def _cells(stances: Mapping[str, int]) -> tuple[int, int, int]:
    """Spoken of, passages, and the stances as the sum of 1 strength, 2 risk, 4 solution (8: unspecified alone)."""
    if not stances:
        return 0, 0, 0
    bits = sum(bit for stance, bit in _STANCE_BIT.items() if str(stance) in stances)
    return 1, stances.get("*", 0), bits or _UNSPECIFIED
