"""UK forms, one by one: what is found and what kind it is, and what is nobody's secret."""

from __future__ import annotations

import pytest
from marked import apart, found, talk

from rrt_qual.privacy.find.finder import Finder
from rrt_qual.privacy.find.references import is_nhs_number

FORMS = (
    ("Ring 01632 960417 then.", "phone", "01632 960417"),
    ("Ring (020) 7946 0958 then.", "phone", "(020) 7946 0958"),
    ("Ring +44 (0)7700 900123 then.", "phone", "+44 (0)7700 900123"),
    ("It's 07700-900-123.", "phone", "07700-900-123"),
    ("it's oh seven seven double oh, nine double oh, four one seven", "phone", "seven double oh, nine double oh"),
    ("It's extension 4417.", "phone", "4417"),
    ("Write to a.b-c@x.example.", "email", "a.b-c@x.example"),
    ("it's priya dot shah at thornmere dot gov dot uk", "email", "priya dot shah at thornmere dot gov dot uk"),
    ("It's TM4 7LP.", "postcode", "TM4 7LP"),
    ("it's pe218qr i think", "postcode", "pe218qr"),
    ("She said P E twenty-one, eight Q R.", "postcode", "P E twenty-one, eight Q R"),
    ("Her NHS number is 943 476 5919.", "nhs_number", "943 476 5919"),
    ("It said 9434765919 on it.", "nhs_number", "9434765919"),
    ("my n i is QQ 12 34 56 C okay", "other", "QQ 12 34 56 C"),
    ("It's case 40661.", "case_number", "40661"),
    ("It's TC-0418823.", "case_number", "TC-0418823"),
    ("It's HS-25-00418.", "case_number", "HS-25-00418"),
    ("It's LC/2019/0042.", "case_number", "LC/2019/0042"),
    ("the case number is four oh six six one", "case_number", "four oh six six one"),
    ("It was the twelfth of March.", "date", "the twelfth of March"),
    ("It was 11th March 2021.", "date", "11th March 2021"),
    ("It was 3/4/21.", "date", "3/4/21"),
    ("It was in January 2024.", "date", "January 2024"),
    ("I started in two thousand and eleven.", "date", "two thousand and eleven"),
    ("I started in 2009.", "date", "2009"),
    ("It was Tuesday the ninth.", "date", "Tuesday the ninth"),
    ("She was six days old.", "age", "six days old"),
    ("They're four and six.", "age", "four and six"),
    ("I'm twenty-six.", "age", "twenty-six"),
    ("A nine-year-old rang.", "age", "nine-year-old"),
    ("My fifteen-year-old lad.", "age", "fifteen-year-old"),
    ("We had a girl of seven.", "age", "seven"),
    ("It's Hadley, H-A-D-L-E-Y.", "person", "H-A-D-L-E-Y"),
    ("that's p r i y a with a y", "person", "p r i y a"),
    ("It's B for Bravo, O for Oscar, W.", "person", "B for Bravo, O for Oscar, W"),
    ("I asked Siobhan O'Brien.", "person", "Siobhan O'Brien"),
    ("I asked Tom Smith-Jones.", "person", "Tom Smith-Jones"),
    ("I asked Judge Harker.", "person", "Judge Harker"),
    ("I asked Mrs Okafor.", "person", "Mrs Okafor"),
    ("I asked Łukasz about it.", "person", "Łukasz"),
    ("i asked my manager agnieszka about it", "person", "agnieszka"),
    ("Grace said no.", "person", "Grace"),
    ("And then Will rang me.", "person", "Will"),
    ("I live in Reading now.", "place", "Reading"),
    ("I live in Marsh Ottley now.", "place", "Marsh Ottley"),
    ("It's on Ferry Road now.", "place", "Ferry Road"),
    ("We're in Corn Exchange House.", "place", "Corn Exchange House"),
    ("We're in the North assessment team.", "team", "North assessment team"),
    ("I'm in Family Safeguarding East.", "team", "Family Safeguarding East"),
    ("I was with Kirkby Borough Council.", "organisation", "Kirkby Borough Council"),
    ("I was in hospital at St Hilda's Hospital.", "place", "St Hilda's Hospital"),
    ("When I was at Holmbury it was fine.", "organisation", "Holmbury"),
    (
        "I'm the only Polish-speaking social worker in Boston.",
        "job_title",
        "only Polish-speaking social worker in Boston",
    ),
    ("She's head of service.", "job_title", "head of service"),
    ("I saw the director of children's services.", "job_title", "director of children's services"),
)


@pytest.mark.parametrize(("text", "kind", "words"), FORMS, ids=lambda value: value[:40])
def test_uk_form(finder: Finder, text: str, kind: str, words: str) -> None:
    """The form is found whole and as what it is."""
    hits = [(k, w) for k, w in found(text, finder) if words in w]
    assert [k for k, _ in hits] == [kind], found(text, finder)


@pytest.mark.parametrize(
    "text",
    [
        "I did three visits on Tuesday, and at half past four I was still on Teams.",
        "We had an EHCP meeting, a section 47 and a CIN visit, and the IRO never came.",
        "Honestly? It's fine. Really. I wouldn't, you know, I wouldn't say that.",
        "I've got twenty-eight on my caseload and it should be eighteen.",
        "My manager says take your time. She's been here for ever.",
        "so yeah i went home and i thought i can't do this any more you know",
        "Will you stop? Mark my words. May I say something? Dear God.",
        "There's seven of us, and two are agency, at thirty-six hours a week and £40,000.",
    ],
)
def test_nobodys_secret(finder: Finder, text: str) -> None:
    """Ordinary talk, acronyms of the trade, weekdays, products and counts are left alone."""
    assert found(text, finder) == []


def test_words_outside_of_turns(finder: Finder) -> None:
    """A heading that names somebody is searched as well."""
    transcript = talk("It is fine.", before="Interview with Jane Dawlish, Market Rasen\n\nP: ")
    words = [f.span.of(transcript.text) for f in finder.find(transcript)]
    assert words == ["Jane Dawlish", "Market Rasen"]


def test_found_once_found_everywhere(finder: Finder) -> None:
    """A name that is sure in one place is found where it alone would not be: small, or as its family name."""
    said = found("My manager is Bernadette Quillane. I like quillane, and Bernadette's desk, and BERNADETTE.", finder)
    assert [words for _, words in said] == ["Bernadette Quillane", "quillane", "Bernadette", "BERNADETTE"]


def test_reasons_repeat_no_word(finder: Finder) -> None:
    """A reason is a sentence for people that gives none of the words away."""
    text = "Priya Shah of Holmbury, 07700 900417, is twenty-six."
    transcript = talk(text)
    for find in finder.find(transcript):
        assert find.reason.endswith(".") and 0 < find.likelihood < 1
        assert not set(find.span.of(text).lower().split()) & set(find.reason.lower().split())
    assert apart(text, finder.find(transcript))


def test_nhs_check_digit() -> None:
    """Modulus 11, as the NHS publishes it; one wrong digit does not pass."""
    assert is_nhs_number("9434765919") and not is_nhs_number("9434765918")
    assert not is_nhs_number("1111111111") and not is_nhs_number("943476591")
