"""What the columns of all figures are made of: their kinds, where a row stands in the codebook, shares and counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rrt_qual.domain.codebook import STANCES, Codebook, Stance
from rrt_qual.domain.confidentiality.disclosure import CONFIDENTIAL
from rrt_qual.domain.report.evidence import Share
from rrt_qual.domain.report.report import Column, Value, ValueType

ALL_STANCES = (*STANCES, Stance.UNSPECIFIED)

#: How indicators list the stances: the rule asks for risk first.
SIDES = (Stance.RISK, Stance.STRENGTH, Stance.SOLUTION)


def text(key: str, title: str, meaning: str = "", *, brief: bool = True, short: str = "") -> Column:
    """A column of words."""
    return Column(key, title, ValueType.TEXT, meaning, brief=brief, short=short)


def count(
    key: str, title: str, meaning: str = "", *, unit: str = "interviews", brief: bool = True, short: str = ""
) -> Column:
    """A column of whole numbers."""
    return Column(key, title, ValueType.INTEGER, meaning, brief=brief, short=short, unit=unit)


def share(key: str, title: str, meaning: str, *, unit: str = "0 to 1", brief: bool = True, short: str = "") -> Column:
    """A column of shares."""
    return Column(key, title, ValueType.SHARE, meaning, brief=brief, short=short, unit=unit)


def number(key: str, title: str, meaning: str, *, unit: str = "", brief: bool = True, short: str = "") -> Column:
    """A column of other numbers."""
    return Column(key, title, ValueType.NUMBER, meaning, brief=brief, short=short, unit=unit)


LEVEL = text("level", "Level", "domain, indicator or theme", brief=False)
DOMAIN = text("domain", "Domain", "id of the domain in the codebook; empty when there is none", brief=False)
INDICATOR = text("indicator", "Indicator", "id of the indicator in the codebook; empty when there is none", brief=False)
THEME = text("theme", "Theme", "id of the theme in the codebook; empty for a domain or an indicator", brief=False)
NAME = text("name", "Name", "name of the domain, indicator or theme")
WHERE = (LEVEL, DOMAIN, INDICATOR, THEME, NAME)

WAVE = text("wave", "Wave", "the wave whose interviews are counted; 'all': all waves together", brief=False)
CODER = text("coder", "Coder", "whose codings are counted; 'any': those of any coder", brief=False)

INTERVIEWS = count("interviews", "Interviews", "interviews that speak of it", short="Interv.")
BASE = count("base", "Of", "interviews that were coded or marked as done")
PASSAGES = count(
    "passages", "Passages", "unbroken stretches of talk that are coded with it", unit="passages", short="Pass."
)
STANCE = text("stance", "Stance", "strength, risk, solution or unspecified")

#: Both ends of a share's interval where they stand in one cell.
INTERVAL = text("interval", "95 % interval", short="95 % CI")


def stance_count(stance: Stance) -> Column:
    """How many interviews speak of it so."""
    meaning = f"interviews that speak of it as {stance}"
    title = stance.value.capitalize()
    return count(f"{stance}_interviews", title, meaning, brief=stance in STANCES, short=stance.letter)


def stance_shares(*ends: str) -> tuple[Column, ...]:
    """For risk, strength and solution how many speak so, their share, and the `ends` (low, high) of its interval."""
    out: list[Column] = []
    for stance in SIDES:
        title = stance.value.capitalize()
        out.append(stance_count(stance))
        out.append(share(f"{stance}_share", f"{title}, share", f"{stance}_interviews / base", brief=False))
        for end in ends:
            words = "95 % from" if end == "low" else "to"
            meaning = f"{'lower' if end == 'low' else 'upper'} end of the 95 % interval"
            out.append(share(f"{stance}_{end}", f"{title}, {words}", meaning, brief=False))
    return tuple(out)


def pick(columns: Iterable[Column], *keys: str) -> tuple[Column, ...]:
    """The columns of these keys, in this order; raises KeyError."""
    known = {column.key: column for column in columns}
    return tuple(known[key] for key in keys)


def places(codebook: Codebook) -> Mapping[tuple[str, str], tuple[str, str, str, str]]:
    """(level, key) -> ids of the domain, the indicator and the theme that it is or belongs to, and its name."""
    out = {("domain", d.id): (d.id, "", "", d.name) for d in codebook.domains}
    out |= {("indicator", i.id): (i.domain or "", i.id, "", i.name) for i in codebook.indicators}
    for theme in codebook.themes:
        indicator, domain = codebook.indicator_of(theme), codebook.domain_of(theme)
        above = (domain.id if domain else "", indicator.id if indicator else "")
        out["theme", theme.id] = (*above, theme.id, theme.name)
    return out


# values -----------------------------------------------------------------------------------------


def based(found: Share) -> int | None:
    """The base of a share; None where figure and base are withheld together."""
    return None if found.n is None and not found.base else found.base


def rounded(value: float | None) -> float | None:
    """To four places, so that every machine writes the same digits."""
    return None if value is None else round(value, 4)


def or_all(named: str | None) -> str:
    """A wave or a group, or what stands for all of them."""
    return named or "all"


def or_any(named: str | None) -> str:
    """A coder or a stance, or what stands for any of them."""
    return named or "any"


# for people -------------------------------------------------------------------------------------


def n_of(n: Value, base: Value) -> str:
    """'9 of 12'; '[c]' for what is withheld."""
    return CONFIDENTIAL if n is None else f"{n} of {CONFIDENTIAL if base is None else base}"


def shown_count(n: Value) -> Value:
    """A count, or '[c]' when it is withheld."""
    return CONFIDENTIAL if n is None else n


def ends(low: Value, high: Value, to: str = "-") -> str | None:
    """Both ends of an interval in whole per cent, without the sign; None when there is none."""
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return None
    return f"{100 * low:.0f}{to}{100 * high:.0f}"


def points(difference: Value, low: Value, high: Value) -> str | None:
    """A difference in percentage points with its interval: '+31 (-16 to +73)'; None when there is none."""
    found = [v for v in (difference, low, high) if isinstance(v, int | float)]
    if len(found) < 3:
        return None
    here, least, most = (f"{round(100 * v):+d}" if round(100 * v) else "0" for v in found)
    return f"{here} ({least} to {most})"


def lines(*found: Value) -> str:
    """What stands in one cell under one another; what is empty has no line."""
    return "\n".join(str(one) for one in found if one)


def numbers(values: Sequence[Value]) -> list[float]:
    """The numbers among some values."""
    return [v for v in values if isinstance(v, int | float)]
