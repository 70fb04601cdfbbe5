"""Who asks and who answers: told, by label, by what the file says, by who asks, and never nobody."""

from __future__ import annotations

import pytest
from transcript_help import Read, roles

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.interview import SpeakerRole
from rrt_qual.ingest.speakers.labels import could_be_label, parse_range, role_of_label

TWO = "Jo Fenwick: How are you?\nAnn Lee: Tired, on the whole, and busy.\nJo Fenwick: Why?\nAnn Lee: Work, mostly.\n"
THREE = TWO + "Annette Hale: I agree with that.\nAnnette Hale: I really do.\n"


@pytest.mark.parametrize("told", ["Jo Fenwick", "jo fenwick", "JO", "fenwick"])
def test_told_by_name_or_part(read: Read, told: str) -> None:
    """--interviewer takes a label or name in any case, or a part that fits one speaker."""
    assert roles(read("t.txt", TWO, (told,))) == {"Jo Fenwick": "interviewer", "Ann Lee": "participant"}


def test_told_beats_who_asks(read: Read) -> None:
    """What the user says is believed, whoever asks the questions."""
    assert roles(read("t.txt", TWO, ("Ann Lee",))) == {"Jo Fenwick": "participant", "Ann Lee": "interviewer"}


def test_told_several_of_whom_one_is_here(read: Read) -> None:
    """Many files may be read with the names of all interviewers: one match is enough."""
    assert roles(read("t.txt", TWO, ("Martin Hale", "Jo Fenwick")))["Jo Fenwick"] == "interviewer"


def test_told_wrongly_lists_labels(read: Read) -> None:
    """A name that is nobody's gets a sentence, with the labels seen."""
    with pytest.raises(FileFault) as caught:
        read("t.txt", TWO, ("Martin",))
    assert caught.value.sentence == "t.txt: no speaker is called 'Martin'."
    assert caught.value.remedy == "The labels seen are 'Jo Fenwick', 'Ann Lee'."


def test_told_ambiguously_names_the_fits(read: Read) -> None:
    """A part of a name that fits two speakers is not guessed at."""
    with pytest.raises(FileFault, match="'Lee' fits 2 speakers: 'Ann Lee', 'Bo Lee'"):
        read("t.txt", TWO + "Bo Lee: Yes.\nBo Lee: No.\n", ("Lee",))


def test_told_name_of_a_label_that_stands_once(read: Read) -> None:
    """A told name is known as a speaker even where it stands once."""
    transcript = read("t.txt", "P1: Well.\n\nP1: Yes.\n\nKaren: And?\n\nP1: No.\n", ("Karen",))
    assert roles(transcript) == {"P1": "participant", "Karen": "interviewer"}


def test_told_everybody_leaves_no_participant(read: Read) -> None:
    """Only a user may leave an interview without a participant, and a warning says what that means."""
    transcript = read("t.txt", TWO, ("Jo Fenwick", "Ann Lee"))
    assert set(roles(transcript).values()) == {"interviewer"}
    assert any("nothing in this interview is a participant's" in warning for warning in transcript.warnings)


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("INTERVIEWER", SpeakerRole.INTERVIEWER),
        ("Interviewer 2", SpeakerRole.INTERVIEWER),
        ("Researcher", SpeakerRole.INTERVIEWER),
        ("Q", SpeakerRole.INTERVIEWER),
        ("Q1", SpeakerRole.INTERVIEWER),
        ("INT", SpeakerRole.INTERVIEWER),
        ("Interviewer (Jo)", SpeakerRole.INTERVIEWER),
        ("Jo Fenwick (Host)", SpeakerRole.INTERVIEWER),
        ("P01", SpeakerRole.PARTICIPANT),
        ("P7", SpeakerRole.PARTICIPANT),
        ("Participant 09", SpeakerRole.PARTICIPANT),
        ("Respondent", SpeakerRole.PARTICIPANT),
        ("IV2", SpeakerRole.PARTICIPANT),
        ("Female respondent", SpeakerRole.PARTICIPANT),
        ("R", SpeakerRole.PARTICIPANT),
        ("Unknown Speaker", SpeakerRole.OTHER),
        ("Automated voice", SpeakerRole.OTHER),
        ("Interpreter", SpeakerRole.OTHER),
        ("Speaker 1", None),
        ("Jo", None),
        ("Priya", None),
        ("Ira", None),
    ],
)
def test_roles_by_label_words(label: str, role: SpeakerRole | None) -> None:
    """Label words that say a role give it; names do not."""
    assert role_of_label(label) is role


@pytest.mark.parametrize(
    "label",
    [
        "Jo",
        "jo",
        "P01",
        "Jo Fenwick",
        "Mary van der Berg",
        "O'Neill",
        "Jo Fenwick (SL)",
        "محاور",
        "Team Manager",
        "J. Smith",
    ],
)
def test_names_may_be_labels(label: str) -> None:
    """Names, keys and job titles may label a turn."""
    assert could_be_label(label)


@pytest.mark.parametrize(
    "label",
    [
        "The thing is",
        "Note",
        "Date",
        "Recording date",
        "Interview date",
        "so what I said was",
        "Yes. No",
        "https",
        "12",
        "A very long Name That Goes On And On",
    ],
)
def test_sentences_may_not(label: str) -> None:
    """The beginnings of sentences and of headings may not."""
    assert not could_be_label(label)


def test_guessed_by_who_asks_with_a_warning(read: Read) -> None:
    """Without any statement, who asks is taken for the interviewer, and a warning says it was guessed."""
    transcript = read("t.txt", TWO)
    assert roles(transcript) == {"Jo Fenwick": "interviewer", "Ann Lee": "participant"}
    assert any("guessed" in warning for warning in transcript.warnings)


def test_guessed_without_punctuation(read: Read) -> None:
    """Questions without question marks are known by their first words."""
    talk = "Speaker 1: so what do you do\nSpeaker 2: i work in assessment up at the exchange\n" * 2
    assert roles(read("t.txt", talk)) == {"Speaker 1": "interviewer", "Speaker 2": "participant"}


def test_two_interviewers_are_both_found(read: Read) -> None:
    """Two who ask and one who answers at length."""
    transcript = read(
        "t.txt",
        (
            "Jo: And why?\nAnn: "
            + "Because of the people there. " * 9
            + "\nMo: And how?\nAnn: "
            + "Well, it was hard. " * 9
            + "\n"
        )
        * 2,
    )
    assert roles(transcript) == {"Jo": "interviewer", "Ann": "participant", "Mo": "interviewer"}


def test_nobody_asks_then_all_are_participants(read: Read) -> None:
    """Where nobody clearly asks, nobody's talk is set aside; a warning asks for --interviewer."""
    transcript = read("t.txt", "Jo: I think so.\nAnn: So do I, really.\nJo: It is hard.\nAnn: It always was hard.\n")
    assert set(roles(transcript).values()) == {"participant"}
    assert any("Nobody clearly asks" in warning for warning in transcript.warnings)


def test_by_elimination_without_a_warning(read: Read) -> None:
    """If one of two is a participant by label, the other is the interviewer."""
    transcript = read("t.txt", "P01: Well.\nJo: Ah.\nP01: Yes.\nJo: Mm.\n")
    assert roles(transcript) == {"P01": "participant", "Jo": "interviewer"}
    assert transcript.warnings == ()


def test_unknown_speaker_is_neither(read: Read) -> None:
    """'Unknown Speaker' is not counted as a participant."""
    assert (
        roles(read("t.txt", "**Unknown Speaker**  0:01\nHello.\n\n" + TWO.replace(": ", "  0:03\n")))["Jo Fenwick"]
        == "interviewer"
    )
    assert roles(read("u.txt", TWO + "Unknown Speaker: hm\nUnknown Speaker: hm\n"))["Unknown Speaker"] == "other"


def test_an_interview_has_a_participant(read: Read) -> None:
    """Two labels that both say interviewer: who says most is read as the participant, with a warning."""
    transcript = read("t.txt", "Host: Why?\nInterviewer: Because of the people there.\nHost: Ah?\nInterviewer: Yes.\n")
    assert roles(transcript) == {"Host": "interviewer", "Interviewer": "participant"}
    assert any("read as one" in warning for warning in transcript.warnings)


def test_doubt_is_told_when_the_participant_asks(read: Read) -> None:
    """Roles that the labels say are kept, but a participant who does all the asking is pointed out."""
    transcript = read(
        "t.txt",
        "Interviewer: I came here late and stayed on.\nP1: And why?\n"
        "Interviewer: The people, all of them.\nP1: And pay?\n",
    )
    assert roles(transcript)["P1"] == "participant"
    assert any("'P1' was read as a participant but asks more" in warning for warning in transcript.warnings)


@pytest.mark.parametrize(
    ("stamp", "millis"),
    [
        ("0:03", (3000, None)),
        ("00:03:12.5", (192_500, None)),
        ("[1:02:03]", (3_723_000, None)),
        ("0:03 - 0:10", (3000, 10_000)),
        ("1 minute 3 seconds", (63_000, None)),
        ("soon", (None, None)),
    ],
)
def test_times_are_milliseconds(stamp: str, millis: tuple[int | None, int | None]) -> None:
    """Clock times, ranges and times in words are milliseconds from the start."""
    assert parse_range(stamp) == millis
