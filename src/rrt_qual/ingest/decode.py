"""Bytes become text: byte order mark, then UTF-8, then the likeliest older encoding."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.limits import CHARACTERS
from rrt_qual.ingest.normalise import plural

# The longer mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY_STARTS = (
    *(b"PK\x03\x04", b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"RIFF", b"ID3"),
    *(b"\x7fELF", b"MZ\x90", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"SQLite format 3\x00", b"OggS", b"fLaC"),
)
# Bytes that are looked at to tell text from other things, and one older encoding from another: an hour of talk is a
# quarter of it. A file whose odd letters all come later is read by its first guess.
_SAMPLE = 200_000
# What charset-normalizer is given: it tries dozens of encodings on every byte of it.
_GUESS = 20_000
# What a British Windows text holds above ASCII. More exotic letters mean another encoding.
_WESTERN = frozenset("‘’“”–—…•€£©®°½¼¾·×éèêëáàâäãåçíìîïñóòôöõúùûüÉÀÇÖÜßøØæœŠšŽžŷŵ«»¡¿§´¬™\xa0")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the encoding it was read in, and what a person should check."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, name: str, most: int = CHARACTERS) -> Decoded:
    """The text of `data`; `name` is the file's name for sentences.

    Raises:
        FileFault: it is empty, binary, or longer than `most` code points.
    """
    if not data:
        raise FileFault(f"{name} is empty: it holds no text.", "Export the transcript again.")
    if len(data) > 4 * most + 4:  # no encoding takes more than four bytes for a character
        raise _too_long(name, most)
    decoded = _by_mark(data) or _by_content(data, name)
    if len(decoded.text) > most:
        raise _too_long(name, most)
    if not decoded.text.strip("\ufeff\x00 \t\r\n\x0b\x0c\x85\xa0\u2028\u2029"):
        raise FileFault(f"{name} holds no text, only white space.", "Export the transcript again.")
    return decoded


def _too_long(name: str, most: int) -> FileFault:
    what = "one interview" if most == CHARACTERS else "such a file"
    split = "Split it into one file for each interview." if most == CHARACTERS else "Split it into several."
    return FileFault(f"{name} holds more characters than the {most:,} that {what} may.", split)


def _by_mark(data: bytes) -> Decoded | None:
    """Decode by the byte order mark, which stays in the text for normalisation to count."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(encoding), encoding)
            except UnicodeDecodeError:
                return _with_losses(data, encoding)
    return None


def _by_content(data: bytes, name: str) -> Decoded:
    wide = _wide(data)
    if wide:
        return wide
    if data.startswith(_BINARY_STARTS):
        raise _binary(name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if _odd_share(data) > 0.05:
            raise _binary(name) from None
        return _broken_utf8(data) or _older(data)
    if _odd_share(data) > 0.3:
        raise _binary(name)
    return Decoded(text, "utf-8")


def _binary(name: str) -> FileFault:
    return FileFault(
        f"{name} looks like a binary file, not like text.",
        "Check that it is the transcript, and export it as txt, docx, vtt, srt or csv.",
    )


def _odd_share(data: bytes) -> float:
    """Which share of the bytes (beginning, middle and end) are control characters that no text holds."""
    middle = len(data) // 2
    sample = data if len(data) <= 3 * _SAMPLE else data[:_SAMPLE] + data[middle : middle + _SAMPLE] + data[-_SAMPLE:]
    odd = len(sample) - len(sample.translate(None, bytes([*range(9), *range(14, 27), *range(28, 32), 127])))
    return odd / len(sample)


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: every second byte of European text is then zero."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    half = len(sample) // 2
    if len(data) % 2 or half < 2:
        return None
    for encoding, zeros, others in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        if zeros.count(0) > 0.7 * half and others.count(0) < 0.1 * half:
            try:
                return Decoded(data.decode(encoding), encoding)
            except UnicodeDecodeError:
                return None
    return None


def _with_losses(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    return Decoded(
        text, encoding, (f"{plural(lost, 'place')} could not be read as {encoding.upper()} and shows as \ufffd.",)
    )


def _broken_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few bad bytes (a file cut in the middle of a letter), not another encoding."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = len(text) - bad - len(text.encode("ascii", errors="ignore"))
    cut_short = bad == 1 and good > 0 and text.endswith("\ufffd")
    return _with_losses(data, "utf-8") if good >= 20 * bad or cut_short else None


def _older(data: bytes) -> Decoded:
    """An encoding in which every letter is one that British text uses; otherwise charset-normalizer's find."""
    sample = data[:_SAMPLE]
    encoding = next((e for e in ("cp1252", "mac-roman") if _western(sample.decode(e, errors="replace"))), "")
    if not encoding:
        from charset_normalizer import from_bytes

        part = sample[:_GUESS]
        best = from_bytes(part[: part.rfind(b"\n") + 1] or part).best()
        encoding = best.encoding if best else "cp1252"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1252"
        text = data.decode(encoding, errors="replace")
    label = "Windows-1252" if encoding == "cp1252" else encoding.replace("_", "-")
    note = f"The file is not UTF-8 and was read as {label}: look at accents, pound signs and quotation marks."
    return Decoded(text, label.lower(), (note,))


def _western(text: str) -> bool:
    return all(char in _WESTERN for char in set(text) if char > "\x7f")
