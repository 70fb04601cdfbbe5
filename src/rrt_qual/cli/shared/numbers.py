"""How the commands about evidence read numbers that are set, and write shares."""

from __future__ import annotations

from collections.abc import Sequence

from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.report.evidence import Rating, Share

#: What stands for a figure that is withheld: the shorthand of the UK's Government Statistical Service.
WITHHELD = "[c]"

RATING_LETTERS = {Rating.RED: "R", Rating.AMBER: "A", Rating.GREEN: "G", Rating.NOT_ENOUGH: "·"}
RATING_STYLES = {Rating.RED: "bold red", Rating.AMBER: "bold yellow", Rating.GREEN: "bold green"}


def settings(words: Sequence[str]) -> dict[str, float]:
    """`NAME=NUMBER` words as names and numbers; raises UsageError."""
    out: dict[str, float] = {}
    for word in words:
        name, equals, number = word.partition("=")
        try:
            value = float(number)
        except ValueError:
            equals = ""
        if not equals or value != value or abs(value) == float("inf"):
            raise UsageError(f"'{word}' is no name and number.", "Write it as name=0.8.")
        whole = value == int(value) and "." not in number
        out[name.strip()] = int(value) if whole else value
    return out


def rounded(share: float | None) -> float | None:
    """A share to four places."""
    return None if share is None else round(share, 4)


def percent(share: float | None) -> str:
    """A share in whole per cent, '-' for none."""
    return "-" if share is None else f"{100 * share:.0f} %"


def n_of(share: Share) -> str:
    """'9 of 12'; '[c]' when it is withheld."""
    return WITHHELD if share.n is None else f"{share.n} of {share.base}"


def points(low: float, high: float) -> str:
    """An interval of differences in percentage points: '-16 to +73'."""
    return f"{100 * low:+.0f} to {100 * high:+.0f}"


def rating_words(rating: Rating) -> str:
    """A rating with its letter: 'R red'; the letter and the word stand where colour cannot be seen."""
    return f"{RATING_LETTERS[rating]} {'too little' if rating is Rating.NOT_ENOUGH else rating}"
