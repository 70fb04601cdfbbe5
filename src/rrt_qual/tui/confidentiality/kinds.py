"""Signs of the kinds of identifying words: two letters and a colour each, so that colour is never the only sign."""

from __future__ import annotations

from rrt_qual.domain.confidentiality.privacy import FindKind, Status

#: Two letters for each kind.
SIGNS = {
    FindKind.PERSON: "PE",
    FindKind.PLACE: "PL",
    FindKind.TEAM: "TE",
    FindKind.ORGANISATION: "OR",
    FindKind.PHONE: "PH",
    FindKind.EMAIL: "EM",
    FindKind.POSTCODE: "PC",
    FindKind.NHS_NUMBER: "NH",
    FindKind.CASE_NUMBER: "CA",
    FindKind.DATE: "DA",
    FindKind.AGE: "AG",
    FindKind.JOB_TITLE: "JO",
    FindKind.OTHER: "OT",
}

_NUMBERS, _REST = "#56b4e9", "#8a94a6"

#: After Okabe and Ito; kinds that are alike share a colour.
COLOURS = {
    **dict.fromkeys(FindKind, _REST),
    FindKind.PERSON: "#d55e00",
    FindKind.PLACE: "#0072b2",
    FindKind.TEAM: "#009e73",
    FindKind.ORGANISATION: "#cc79a7",
    **dict.fromkeys(
        (FindKind.PHONE, FindKind.EMAIL, FindKind.POSTCODE, FindKind.NHS_NUMBER, FindKind.CASE_NUMBER), _NUMBERS
    ),
}

#: What stands before a find in a list.
STATUS_SIGNS = {Status.OPEN: "○", Status.REPLACED: "●", Status.KEPT: "="}


def kind_words(kind: FindKind) -> str:
    """'nhs_number' for people."""
    return {FindKind.NHS_NUMBER: "NHS number", FindKind.PHONE: "phone number", FindKind.EMAIL: "email address"}.get(
        kind, kind.replace("_", " ")
    )
