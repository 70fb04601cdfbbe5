"""Word documents: layouts, tables, tracked changes, and files that only pretend to be one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from transcript_help import Read, assert_sound, roles, talk

from rrt_qual.domain.errors import FileFault


def word(*paragraphs: str, change: Callable[[docx.document.Document], None] | None = None) -> bytes:
    """The bytes of a document of these paragraphs, after `change` has been made to it."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def table(rows: Sequence[Sequence[str]]) -> Callable[[docx.document.Document], None]:
    def add(document: docx.document.Document) -> None:
        made = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(made.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text

    return add


def test_paragraphs_become_lines(read: Read) -> None:
    """Paragraphs are joined by line ends and read by their labels, tabs and all."""
    said = ("INTERVIEWER:\tHow are you?", "RESPONDENT:\tTired. Fine.", "INTERVIEWER:\tWhy?", "RESPONDENT:\tWork.")
    transcript = read("t.docx", word("An interview", *said))
    assert transcript.text == "\n".join(("An interview", *said))
    assert talk(transcript)[1] == ("RESPONDENT", "Tired. Fine.")
    assert transcript.source.format == "docx"


def test_teams_layout_with_line_breaks_inside_paragraphs(read: Read) -> None:
    """Teams puts name, time and words into one paragraph with a line break; they are three things."""
    transcript = read(
        "t.docx",
        word(
            "Interview-20260312-Meeting Transcript\nMarch 12, 2026, 10:04AM\n32m 14s",
            "Jo Fenwick started transcription",
            "Jo Fenwick   0:03\nHow are you?",
            "Participant 09   0:05\nTired.\nFine.",
            "Jo Fenwick   0:09\nWhy?",
            "Participant 09   1:02:03\nWork.",
            "Jo Fenwick stopped transcription",
        ),
    )
    assert [words for _, words in talk(transcript)] == ["How are you?", "Tired.\nFine.", "Why?", "Work."]
    assert transcript.turns[3].start_ms == 3_723_000
    assert roles(transcript) == {"Jo Fenwick": "interviewer", "Participant 09": "participant"}


@pytest.mark.parametrize(
    "rows",
    [
        [("Interviewer", "How are you?"), ("Ann", "Tired. Fine."), ("Interviewer", "Why?"), ("Ann", "Work.")],
        [("Interviewer:", "How are you?"), ("Ann:", "Tired. Fine."), ("Interviewer:", "Why?"), ("Ann:", "Work.")],
        [
            ("00:01", "Interviewer", "How are you?"),
            ("00:05", "Ann", "Tired. Fine."),
            ("00:09", "Interviewer", "Why?"),
            ("00:12", "Ann", "Work."),
        ],
    ],
    ids=["two columns", "with colons", "with times"],
)
def test_table_of_speakers_and_words(read: Read, rows: list[tuple[str, ...]]) -> None:
    """A table of speaker and words, with or without times, gives a turn a row."""
    transcript = read("t.docx", word("Title", change=table(rows)))
    assert talk(transcript) == [(row[-2].strip(":"), row[-1]) for row in rows]
    if len(rows[0]) == 3:
        assert [turn.start_ms for turn in transcript.turns] == [1_000, 5_000, 9_000, 12_000]


def test_merged_cells_are_read_once(read: Read) -> None:
    """A cell merged over two columns is not said twice."""

    def add(document: docx.document.Document) -> None:
        made = document.add_table(1, 2)
        made.cell(0, 0).merge(made.cell(0, 1)).text = "Only once."

    assert read("t.docx", word("Start.", change=add)).text.count("Only once.") == 1


def test_tracked_insertions_are_read_and_deletions_are_not(read: Read) -> None:
    """What a transcriber added under 'track changes' is talk; what they struck out is not."""
    ns = nsdecls("w")

    def add(document: docx.document.Document) -> None:
        document.element.body.insert(
            1,
            parse_xml(
                f'<w:p {ns}><w:r><w:t xml:space="preserve">Ann: I </w:t></w:r><w:ins w:id="1" w:author="x">'
                "<w:r><w:t>really"
                f'</w:t></w:r></w:ins><w:del w:id="2" w:author="x"><w:r><w:delText>never</w:delText></w:r></w:del>'
                f'<w:hyperlink><w:r><w:t xml:space="preserve"> stay.</w:t></w:r></w:hyperlink></w:p>'
            ),
        )
        document.element.body.insert(
            2, parse_xml(f"<w:sdt {ns}><w:sdtContent><w:p><w:r><w:t>Jo: Ah?</w:t></w:r></w:p></w:sdtContent></w:sdt>")
        )

    transcript = read("t.docx", word("Jo: Why?", "Ann: Well.", change=add))
    assert talk(transcript) == [("Jo", "Why?"), ("Ann", "I really stay."), ("Jo", "Ah?"), ("Ann", "Well.")]


def test_paragraphs_without_labels_are_turns(read: Read) -> None:
    """In Word every paragraph of an unlabelled text is a turn, blank line or not."""
    assert [words for _, words in talk(read("t.docx", word("One. Two.", "Three.", "", "Four.")))] == [
        "One. Two.",
        "Three.",
        "Four.",
    ]


def test_segments_do_not_cross_word_paragraphs(read: Read) -> None:
    """A paragraph without a full stop ends a segment all the same."""
    transcript = read("t.docx", word("Jo: Why?", "Ann: because of people", "and of pay", "Jo: Ah.", "Ann: Yes."))
    assert [s.span.of(transcript.text) for s in transcript.segments if s.turn == 1] == [
        "because of people",
        "and of pay",
    ]
    assert_sound(transcript)


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


GOOD = word("Jo: Why?", "Ann: Well.")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "t.docx is empty"),
        (GOOD[: len(GOOD) // 2], "t.docx is cut short or damaged"),
        (GOOD[:100], "t.docx is cut short or damaged"),
        (b"Jo: plain text, not Word", "t.docx is cut short or damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password or in the format of old Word"),
        (zipped(readme=b"hello"), "is a zip file but not a Word document"),
        (zipped(**{"[Content_Types].xml": b"<broken", "word/document.xml": b"<"}), "t.docx is damaged"),
        (zipped(mimetype=b"odt", **{"content.xml": b"<a/>"}), "odt files are not read yet"),
        (word(), "t.docx holds no text"),
    ],
    ids=["empty", "half", "head", "text", "old", "zip", "xml", "odt", "blank"],
)
def test_bad_document_gets_one_sentence(read: Read, data: bytes, says: str) -> None:
    """A truncated, protected or pretended document is refused in one sentence that names it, with a remedy."""
    with pytest.raises(FileFault) as caught:
        read("t.docx", data)
    assert says in caught.value.sentence
    assert caught.value.remedy
    assert "/" not in caught.value.sentence


def test_damage_inside_the_package_is_a_sentence(read: Read) -> None:
    """Any run of bytes lost from a document gives a transcript or a sentence, never another error."""
    for start in range(0, len(GOOD), max(1, len(GOOD) // 40)):
        broken = GOOD[:start] + GOOD[start + 50 :]
        try:
            read("t.docx", broken)
        except FileFault as fault:
            assert fault.sentence.startswith("t.docx")


def test_word_document_named_txt(read: Read) -> None:
    """A Word document with the wrong ending is read as what it is."""
    assert read("t.txt", GOOD).source.format == "docx"
