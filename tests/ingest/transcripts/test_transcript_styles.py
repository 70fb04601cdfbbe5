"""Every style of label that transcripts are met in gives the right speakers, words and times."""

from __future__ import annotations

import pytest
from transcript_help import Read, assert_sound, roles, talk

Q1, A1, Q2, A2 = "How did you start?", "By accident, really.", "And now?", "Now I'd not leave. They're my people."
WORDS = [Q1, A1, Q2, A2]

STYLES = {
    "name and colon": "Jo: {}\n\nKaren: {}\n\nJo: {}\n\nKaren: {}\n",
    "no blank lines": "Jo: {}\nKaren: {}\nJo: {}\nKaren: {}\n",
    "role and tab": "INTERVIEWER:\t{}\nRESPONDENT:\t{}\nINTERVIEWER:\t{}\nRESPONDENT:\t{}\n",
    "Q and A": "Q: {}\nA: {}\nQ: {}\nA: {}\n",
    "number": "Interviewer: {}\nP01: {}\nInterviewer: {}\nP01: {}\n",
    "stamp and role, words below": "[00:00:01] Interviewer\n{}\n\n[00:00:05] Participant\n{}\n\n"
    "[00:00:09] Interviewer\n{}\n\n[00:00:12] Participant\n{}\n",
    "role and stamp, words below": "Interviewer 00:00:01\n{}\n\n"
    "Participant 00:00:05\n{}\n\nInterviewer 00:00:09\n{}\n\n"
    "Participant 00:00:12\n{}\n",
    "Teams": "Jo Fenwick   0:01\n{}\nAnn Lee   0:05\n{}\nJo Fenwick   0:09\n{}\nAnn Lee   0:12\n{}\n",
    "Teams, spelt out": "Jo Fenwick 1 second\n{}\nAnn Lee 5 seconds\n"
    "{}\nJo Fenwick 9 seconds\n{}\nAnn Lee 12 seconds\n{}\n",
    "Otter, bracketed": "**Jo** [0:01]\n{}\n\n**Ann** [0:05]\n{}\n\n**Jo** [0:09]\n{}\n\n**Ann** [0:12]\n{}\n",
    "Otter, plain": "**Jo**  0:01  \n{}\n\n**Ann**  0:05  \n{}\n\n**Jo**  0:09  \n{}\n\n**Ann**  0:12  \n{}\n",
    "bold, colon inside": "**Jo:** {}\n\n**Ann Lee:** {}\n\n**Jo:** {}\n\n**Ann Lee:** {}\n",
    "bold, colon outside": "**Jo**: {}\n\n**Ann Lee**: {}\n\n**Jo**: {}\n\n**Ann Lee**: {}\n",
    "stamp before name": "[00:00:01] Jo: {}\n[00:00:05] Ann: {}\n[00:00:09] Jo: {}\n[00:00:12] Ann: {}\n",
    "stamp after name": "Jo (00:01): {}\nAnn (00:05): {}\nJo (00:09): {}\nAnn (00:12): {}\n",
    "stamp after name, words below": "Jo (00:01):\n{}\n\nAnn (00:05):\n{}\n\nJo (00:09):\n{}\n\nAnn (00:12):\n{}\n",
    "stamp after name, no colon": "Jo [00:00:01] {}\nAnn [00:00:05] {}\nJo [00:00:09] {}\nAnn [00:00:12] {}\n",
    "stamp after colon": "Jo: [0:01] {}\nAnn: [0:05] {}\nJo: [0:09] {}\nAnn: [0:12] {}\n",
    "numbered speakers": "SPEAKER 1: {}\nSPEAKER 2: {}\nSPEAKER 1: {}\nSPEAKER 2: {}\n",
    "numbered speakers, stamped": "Speaker 1  0:01\n{}\n\nSpeaker 2  0:05\n"
    "{}\n\nSpeaker 1  0:09\n{}\n\nSpeaker 2  0:12\n{}\n",
    "legend and keys": "JF - Jo Fenwick  \nAL - Ann Lee\n\nJF {}\n\nAL {}\n\nJF {}\n\nAL {}\n",
    "keys without legend": "JF {}\n\nAL {}\n\nJF {}\n\nAL {}\n",
    "tabs": "Jo\t{}\nAnn\t{}\nJo\t{}\nAnn\t{}\n",
    "role alone on its line": "INTERVIEWER\n{}\n\nPARTICIPANT\n{}\n\nINTERVIEWER\n{}\n\nPARTICIPANT\n{}\n",
    "bold name alone": "**Jo**\n{}\n\n**Ann**\n{}\n\n**Jo**\n{}\n\n**Ann**\n{}\n",
    "list": "- Jo: {}\n- Ann: {}\n- Jo: {}\n- Ann: {}\n",
    "small letters": "jo: {}\nann: {}\njo: {}\nann: {}\n",
    "Teams, time below": "Jo Fenwick 1 second\n0:01\n{}\nAnn Lee 5 seconds\n0:05\n{}\nJo Fenwick 9 seconds\n0:09\n{}\n"
    "Ann Lee 12 seconds\n0:12\n{}\n",
    "dash": "I - {}\nR - {}\nI - {}\nR - {}\n",
    "Zoom captions": "[Jo Fenwick] 00:00:01\n{}\n\n[Ann] 00:00:05\n"
    "{}\n\n[Jo Fenwick] 00:00:09\n{}\n\n[Ann] 00:00:12\n{}\n",
    "WhisperX": "[SPEAKER_00]: {}\n[SPEAKER_01]: {}\n[SPEAKER_00]: {}\n[SPEAKER_01]: {}\n",
    "stamp and bold name": "[0:01] **Jo:** {}\n\n[0:05] **Ann:** {}\n\n[0:09] **Jo:** {}\n\n[0:12] **Ann:** {}\n",
    "full-width colon": "Jo： {}\nAnn： {}\nJo： {}\nAnn： {}\n",
    "Windows line ends": "Jo: {}\r\n\r\nAnn: {}\r\n\r\nJo: {}\r\n\r\nAnn: {}\r\n",
}
STAMPED = [name for name, style in STYLES.items() if "0:01" in style or "00:01" in style or "1 second" in style]


@pytest.mark.parametrize("style", STYLES)
def test_style_gives_turns(read: Read, style: str) -> None:
    """A style of label met in the wild gives four turns of two speakers, the one who asks as interviewer."""
    transcript = read("t.txt", STYLES[style].format(*WORDS))
    assert [words for _, words in talk(transcript)] == WORDS
    assert list(roles(transcript).values()) == ["interviewer", "participant"]
    assert_sound(transcript)


@pytest.mark.parametrize("style", STAMPED)
def test_style_gives_times(read: Read, style: str) -> None:
    """A time stamp beside the label is the turn's start, in milliseconds, and is no part of its words."""
    transcript = read("t.txt", STYLES[style].format(*WORDS))
    assert [turn.start_ms for turn in transcript.turns] == [1_000, 5_000, 9_000, 12_000]


def test_text_stays_as_it_stands(read: Read) -> None:
    """The text is the whole file, labels and stamps included, so that a coder sees what the file says."""
    content = "A title\n\n[00:00:01] Jo: One.\n\nAnn: Two.\n\nJo: Three.\n\nAnn: Four.\n"
    assert read("t.txt", content).text == content


def test_talk_before_the_first_label_is_no_turn(read: Read) -> None:
    """A title and a notice at the top are nobody's talk."""
    transcript = read(
        "t.txt", "Interview T1, 2025\nThis interview is invented.\n\n" + STYLES["name and colon"].format(*WORDS)
    )
    assert talk(transcript)[0] == ("Jo", Q1)


def test_unlabelled_paragraph_continues_the_turn(read: Read) -> None:
    """A long answer in several paragraphs is one turn, and no segment crosses the paragraphs."""
    transcript = read("t.txt", "Jo: Why?\n\nAnn: One thing\n\nAnother thing. And more.\n\nJo: Ah.\n\nAnn: Yes.\n")
    assert talk(transcript)[1] == ("Ann", "One thing\n\nAnother thing. And more.")
    mine = [segment.span.of(transcript.text) for segment in transcript.segments if segment.turn == 1]
    assert mine == ["One thing", "Another thing.", "And more."]


@pytest.mark.parametrize(
    "line",
    [
        "The thing is: nobody asks.",
        "Note: she left the room.",
        "Honestly: no.",
        "See https://thornmere.example for it.",
        "At 10:30 we met.",
        "Three things: pay, people, parking.",
    ],
)
def test_talk_with_a_colon_is_not_a_speaker(read: Read, line: str) -> None:
    """A colon inside talk, a note or an address makes no speaker."""
    transcript = read("t.txt", f"Jo: Why?\n\nAnn: Well.\n\n{line}\n\nJo: Ah.\n\nAnn: Yes.\n")
    assert talk(transcript)[1] == ("Ann", f"Well.\n\n{line}")


def test_a_label_that_stands_once_is_told(read: Read) -> None:
    """A name that begins one paragraph only is read as talk, and a warning names it and its line."""
    transcript = read("t.txt", "Jo: Why?\n\nAnn: Well.\n\nJo: Ah.\n\nReceptionist: Sorry!\n\nmore\n\nAnn: Yes.\n")
    assert "Receptionist" not in roles(transcript)
    assert any("'Receptionist:' in line 7" in warning for warning in transcript.warnings)


def test_header_line_is_not_a_turn_and_gives_names(read: Read) -> None:
    """'Interviewer: Jo Fenwick' at the top says who the interviewer is; it is not the first turn."""
    header = "Thornmere\nInterviewer: Jo Fenwick\nParticipant: P03\nDate: 3 June 2025\n\n"
    transcript = read("t.txt", header + STYLES["number"].replace("P01", "Participant").format(*WORDS))
    assert talk(transcript)[0] == ("Interviewer", Q1)
    assert transcript.speakers[0].name == "Jo Fenwick"


def test_header_on_one_line(read: Read) -> None:
    """Several fields on one line, as in Word exports, are a header as well."""
    header = "Interviewer: Jo Fenwick | Participant: P03 | Date: 3 June 2025\n\n"
    transcript = read("t.txt", header + "Jo: One?\n\nP03: Two.\n\nJo: Three?\n\nP03: Four.\n")
    assert talk(transcript)[0] == ("Jo", "One?")
    assert transcript.speakers[0].name == "Jo Fenwick"


def test_first_turn_is_not_a_header(read: Read) -> None:
    """'Interviewer: Hello' is talk though it is short and has no full stop."""
    transcript = read("t.txt", "Interviewer: Hello Ann\nParticipant: Hi\nInterviewer: Why\nParticipant: Well\n")
    assert talk(transcript)[0] == ("Interviewer", "Hello Ann")


def test_teams_document_frame_stays_outside(read: Read) -> None:
    """Title block and 'started/stopped transcription' lines of Teams are in no turn."""
    frame = (
        "Retention-20260312-Meeting Transcript\nMarch 12, 2026, 10:04AM\n32m 14s\nJo Fenwick started transcription\n"
    )
    transcript = read("t.txt", frame + STYLES["Teams"].format(*WORDS) + "Jo Fenwick stopped transcription\n")
    assert [words for _, words in talk(transcript)] == WORDS


def test_front_matter_and_legend(read: Read) -> None:
    """Front matter gives hosts and speakers, the legend their keys; neither is talk."""
    front = '---\ntitle: "A talk"\nhosts: ["Jo Fenwick"]\nspeakers: ["Ann Lee"]\n---\n'
    body = "JF - Jo Fenwick  \nAL - Ann Lee\n\nAn introduction of some length.\n\n"
    body += "AL Well, hello.\n\nJF Thank you.\n\nAL ... and so\n"
    transcript = read("t.md", front + body)
    assert talk(transcript) == [("AL", "Well, hello."), ("JF", "Thank you."), ("AL", "... and so")]
    assert [(s.label, s.name, s.role.value) for s in transcript.speakers] == [
        ("AL", "Ann Lee", "participant"),
        ("JF", "Jo Fenwick", "interviewer"),
    ]


def test_a_statement_of_who_interviews_beats_the_hosts(read: Read) -> None:
    """'Ann Lee interviews Jo Fenwick' in the introduction is believed before the front matter's host."""
    front = '---\nhosts: ["Jo Fenwick"]\nspeakers: ["Ann Lee"]\n---\nJF - Jo Fenwick\nAL - Ann Lee\n\n'
    transcript = read(
        "t.md", front + "Ann Lee, a director, interviews Jo Fenwick.\n\nJF Hello.\n\nAL So why?\n\nJF Well.\n"
    )
    assert roles(transcript) == {"JF": "participant", "AL": "interviewer"}


def test_rules_at_the_top_are_not_front_matter_when_talk_stands_between(read: Read) -> None:
    """Talk between two --- lines is kept as talk."""
    transcript = read("t.txt", "---\nwe had a lovely team, and then\nthey moved us\n---\nAnd that was that.\n")
    assert "lovely team" in talk(transcript)[0][1]


def test_text_without_labels_is_one_participant(read: Read) -> None:
    """Paragraphs without any label are turns of one unnamed participant, and a warning says so."""
    transcript = read("t.txt", "I came late to it.\n\nI'd stay for the people.\nAnd the pay.\n")
    assert talk(transcript) == [("", "I came late to it."), ("", "I'd stay for the people.\nAnd the pay.")]
    assert roles(transcript) == {"": "participant"}
    assert transcript.warnings


def test_rules_part_answers_without_labels(read: Read) -> None:
    """Answers parted by ----- lines are turns, blank lines inside them notwithstanding."""
    transcript = read("t.txt", "One.\n\nStill one.\n-----\nTwo.\n-----\nThree.\n")
    assert [words for _, words in talk(transcript)] == ["One.\n\nStill one.", "Two.", "Three."]


def test_a_label_without_words_is_no_turn(read: Read) -> None:
    """An empty turn is left out and told, not kept as a turn of no words."""
    transcript = read("t.txt", "Jo: Why?\nAnn:\nJo: Ah.\nAnn: Yes.\n")
    assert len(transcript.turns) == 3
    assert any("1 label has no words" in warning for warning in transcript.warnings)


def test_words_that_follow_a_key_are_untouched(read: Read) -> None:
    """An answer that begins with dots keeps all of them."""
    transcript = read("t.txt", "JF - Jo Fenwick\nAL - Ann Lee\n\nJF So ...\n\nAL ... and\n\nJF Yes?\n\nAL No.\n")
    assert talk(transcript)[1] == ("AL", "... and")


def test_spellings_of_one_label_are_one_speaker(read: Read) -> None:
    """'JO' and 'Jo' are one speaker, shown as the file writes it first."""
    transcript = read("t.txt", "Jo: Why?\nAnn: Well.\nJO: Ah.\nANN: Yes.\n")
    assert list(roles(transcript)) == ["Jo", "Ann"]


def test_times_alone_between_turns_are_no_talk(read: Read) -> None:
    """Google's time lines between turns are outside the words."""
    transcript = read("t.txt", "00:00:00\n\nJo: Why?\nAnn: Well.\n\n00:05:00\n\nJo: Ah.\nAnn: Yes.\n")
    assert talk(transcript)[1] == ("Ann", "Well.")


def test_a_time_is_an_answer(read: Read) -> None:
    """A turn that says nothing but a time is a turn."""
    assert talk(read("t.txt", "Jo: When?\nAnn: 10:30\nJo: Ah.\nAnn: Yes.\n"))[1] == ("Ann", "10:30")


def test_right_to_left_labels(read: Read) -> None:
    """Labels and talk in Arabic or Hebrew are read as any other."""
    transcript = read(
        "t.txt", "محاور: كيف حالك؟\n\nكريم: بخير. العمل كثير.\n\nמראיין: שלום\n\nمحاور: لماذا؟\n\nكريم: لا ادري\n"
    )
    assert list(roles(transcript))[:2] == ["محاور", "كريم"]
    assert_sound(transcript)


def test_brackets_in_talk_are_kept(read: Read) -> None:
    """[laughs], <sighs>, {unclear} and markup are talk and stay as they stand."""
    said = "[laughs] well [inaudible 00:03:12] <sighs> {unclear} [red]no[/red] & so on"
    assert talk(read("t.txt", f"Jo: Why?\nAnn: {said}\nJo: Ah.\nAnn: Yes.\n"))[1] == ("Ann", said)
