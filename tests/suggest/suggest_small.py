"""A small codebook, passages, and an embedder that needs no model."""

from __future__ import annotations

from rrt_qual.domain.codebook import Codebook, Domain, Example, Indicator, Stance, Theme
from rrt_qual.suggest.embed.types import PassageCodes, TalkPassage

CASELOAD = Theme(
    "caseload-size", "Caseload size", "#112233", "How many children and families one worker holds at a time.",
    examples=(
        Example("I've got twenty nine children on my caseload and it is too many.", Stance.RISK),
        Example("My caseload is protected and I can do the job properly.", Stance.STRENGTH),
        Example("There should be a cap on how many families we hold.", Stance.SOLUTION),
    ),
    indicator="overload",
)  # fmt: skip
MANAGER = Theme(
    "manager-care", "Manager's care", "#445566", "Whether the team manager is there for people and kind to them.",
    examples=(
        Example("My manager is brilliant, she always rings me after a hard visit.", Stance.STRENGTH),
        Example("The manager never has time for you and does not care.", Stance.RISK),
    ),
    indicator="line-management",
)  # fmt: skip
PAY = Theme("pay-level", "Pay", "#778899", "Salary compared with neighbouring councils.", indicator="pay-rewards")
BARE = Theme("parking", "Parking", "#000000", "", indicator=None)

CODEBOOK = Codebook(
    "small", "Small", 1, (CASELOAD, MANAGER, PAY, BARE),
    indicators=(
        Indicator("overload", "Workload and overload", "caseload size and complexity", "supported"),
        Indicator("line-management", "Line management", "team manager's availability and care", "supported"),
        Indicator("pay-rewards", "Pay and rewards", "salary against neighbours", "valued"),
    ),
    domains=(Domain("supported", "I feel supported"), Domain("valued", "I feel valued")),
)  # fmt: skip

PASSAGES = [
    TalkPassage("I'm holding thirty families and the caseload keeps going up.", "a", "How many are you holding?"),
    TalkPassage(
        "She rings me, my manager, whenever I've had a bad day. I do feel she cares.", "a", "And your manager?"
    ),
    TalkPassage("The salary over the border is three thousand more.", "b", "What about pay?"),
    TalkPassage("You can never park within a mile of the office.", "b", ""),
    TalkPassage("Mm.", "b", ""),
    TalkPassage("Too many cases, too many children, every week another allocation.", "c", "What is the work like?"),
]

CODED = [
    PassageCodes(PASSAGES[0], ("caseload-size",), (Stance.RISK,)),
    PassageCodes(PASSAGES[1], ("manager-care",), (Stance.STRENGTH,)),
    PassageCodes(PASSAGES[2], ("pay-level",), (Stance.RISK,)),
]
