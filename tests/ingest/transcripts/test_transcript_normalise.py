"""Text is decoded and normalised once: what is removed is told, what is talk stays, and twice is as once."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transcript_help import Read, talk

from rrt_qual.domain.errors import FileFault
from rrt_qual.ingest.decode import decode
from rrt_qual.ingest.normalise import normalise

# Everything that normalisation looks at, often enough that sequences of it come up.
ODD = st.sampled_from(
    [
        *"a1 e\u0301\r\n\t\x00\x0b\x0c\x1b[]m;0\x07\x85\x9b\u2028\ufeff\u202e\u2066\ud800\ufffe\u200d",
        *("\U000e0067", "\U0001f3f4", "\x1b[31m", "\x1b]0;t\x07"),
    ]
)


@given(st.lists(ODD | st.characters(), max_size=60).map("".join))
def test_normalising_twice_is_as_once(text: str) -> None:
    """A normalised text stays as it is, so its hash can be trusted for ever."""
    once = normalise(text)
    assert normalise(once.text) == type(once)(once.text)


@given(st.lists(ODD | st.characters(), max_size=60).map("".join))
def test_no_control_character_is_left(text: str) -> None:
    """No normalised text can command a terminal, turn its direction or hide from a byte count."""
    clean = normalise(text).text
    assert not [c for c in clean if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert not set(clean) & set("\ufeff\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert unicodedata.is_normalized("NFC", clean)


@pytest.mark.parametrize(
    ("given", "text", "removed"),
    [
        ("a\r\nb\rc\x0bd\x0ce\u2028f\x85g", "a\nb\nc\nd\ne\nf\ng", ("6 line ends made plain",)),
        ("\ufeffa\ufeffb", "ab", ("2 byte order marks",)),
        ("a\x00b\x07c\x7fd", "abcd", ("3 control characters",)),
        ("\x1b[1;31mred\x1b[0m", "red", ("2 terminal escape sequences",)),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x1b\\", "link", ("2 terminal escape sequences",)),
        ("a\x1bHello", "aHello", ("1 control character",)),
        ("a\u202eb\u2066c", "abc", ("2 direction overrides",)),
        ("a\ud800b", "a\ufffdb", ("1 broken character replaced",)),
        ("a\U000e0041\U000e0042", "a", ("2 hidden tag characters",)),
        ("cafe\u0301", "café", ("accents joined to their letters (Unicode NFC)",)),
    ],
)
def test_what_is_removed_is_told(given: str, text: str, removed: tuple[str, ...]) -> None:
    """Each thing that is taken away is counted in words."""
    assert (normalise(given).text, normalise(given).removed) == (text, removed)


@pytest.mark.parametrize(
    "text",
    [
        "شكرا جزيلا\u200f، مع السلامة",
        "תודה רבה\u200e!",
        "👩\u200d👩\u200d👧 👍🏽 🏳️\u200d🌈",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "[laughs] <b>no</b> {x}\tand\n\nso … “on” – £5\xa0000",
    ],
)
def test_talk_of_all_kinds_stays(text: str) -> None:
    """Right-to-left talk with its marks, joined emoji, flags, brackets and typography are left alone."""
    assert normalise(text) == type(normalise(""))(text)


SAID = "Jo: It’s £5 — a “café”?\nAnn: Yes, naïve, isn’t it.\nJo: Ah?\nAnn: Mm.\n"


@pytest.mark.parametrize(
    ("codec", "mark", "called"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\x00\x00", "utf-32-le"),
        ("cp1252", b"", "windows-1252"),
        ("mac-roman", b"", "mac-roman"),
    ],
)
def test_encodings_are_detected(read: Read, codec: str, mark: bytes, called: str) -> None:
    """Whatever a British office saves a text in, the same words come out, and no mark stays in them."""
    transcript = read("t.txt", mark + SAID.encode(codec))
    assert transcript.text == SAID
    assert transcript.source.encoding == called
    assert bool(transcript.warnings[:-1]) == (called in ("windows-1252", "mac-roman"))


@pytest.mark.parametrize(
    ("codec", "said"),
    [("cp1251", "Привет, как дела? Это хорошо. "), ("shift-jis", "こんにちは、元気ですか。仕事は大変です。")],
)
def test_other_scripts_are_detected(codec: str, said: str) -> None:
    """Older encodings of other scripts are found by charset-normalizer, with a warning to look."""
    decoded = decode((said * 10).encode(codec), "t.txt")
    assert decoded.text == said * 10
    assert decoded.warnings


def test_utf8_cut_in_a_letter_is_still_utf8() -> None:
    """One byte lost at the end must not turn every quotation mark of the file into rubbish."""
    decoded = decode(SAID.encode() + "é".encode()[:1], "t.txt")
    assert decoded.text == SAID + "\ufffd"
    assert decoded.warnings == ("1 place could not be read as UTF-8 and shows as \ufffd.",)


@pytest.mark.parametrize(
    "data",
    [
        random.Random(1).randbytes(5000),
        b"\x89PNG\r\n\x1a\n" + bytes(99),
        b"%PDF-1.7\n%\xe2\xe3",
        bytes(300),
        bytes(range(256)) * 9,
    ],
)
def test_binary_named_txt(read: Read, data: bytes) -> None:
    """A binary file with a text file's name is refused in a sentence."""
    with pytest.raises(FileFault, match=r"t\.txt (looks like a binary file|holds no text)"):
        read("t.txt", data)


def test_a_few_controls_do_not_make_a_binary(read: Read) -> None:
    """A text with some NULs and colours in it is read, and what was removed is told."""
    transcript = read("t.txt", "Jo: \x1b[31mWhy\x1b[0m?\x00\nAnn: Well\x08.\nJo: Ah.\nAnn: Yes.\n")
    assert talk(transcript)[0] == ("Jo", "Why?")
    assert transcript.removed == ("2 terminal escape sequences", "2 control characters")
