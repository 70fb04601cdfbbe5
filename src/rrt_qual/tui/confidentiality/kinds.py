"""Signs of the kinds of identifying words: two letters and a colour each, so that colour is never the only sign."""

from __future__ import annotations

from rrt_qual.domain.confidentiality.privacy import Kind, Status

#: Two letters for each kind.
SIGNS = {
    Kind.PERSON: "PE",
    Kind.PLACE: "PL",
    Kind.TEAM: "TE",
    Kind.ORGANISATION: "OR",
    Kind.PHONE: "PH",
    Kind.EMAIL: "EM",
    Kind.POSTCODE: "PC",
    Kind.NHS_NUMBER: "NH",
    Kind.CASE_NUMBER: "CA",
    Kind.DATE: "DA",
    Kind.AGE: "AG",
    Kind.JOB_TITLE: "JO",
    Kind.OTHER: "OT",
}

_NUMBERS, _REST = "#56b4e9", "#8a94a6"

#: After Okabe and Ito; kinds that are alike share a colour.
COLOURS = {
    **dict.fromkeys(Kind, _REST),
    Kind.PERSON: "#d55e00",
    Kind.PLACE: "#0072b2",
    Kind.TEAM: "#009e73",
    Kind.ORGANISATION: "#cc79a7",
    **dict.fromkeys((Kind.PHONE, Kind.EMAIL, Kind.POSTCODE, Kind.NHS_NUMBER, Kind.CASE_NUMBER), _NUMBERS),
}

#: What stands before a find in a list.
STATUS_SIGNS = {Status.OPEN: "○", Status.REPLACED: "●", Status.KEPT: "="}


def kind_words(kind: Kind) -> str:
    """'nhs_number' for people."""
    return {Kind.NHS_NUMBER: "NHS number", Kind.PHONE: "phone number", Kind.EMAIL: "email address"}.get(
        kind, kind.replace("_", " ")
    )
