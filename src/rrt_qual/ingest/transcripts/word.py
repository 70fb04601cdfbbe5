"""Word documents: paragraphs and table cells in order, one line each, then the labels as in plain text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.limits import CHARACTERS, Budget
from rrt_qual.ingest.draft import RawFile, TranscriptDraft
from rrt_qual.ingest.normalise import normalise
from rrt_qual.ingest.speakers.labels import STAMP, could_be_label
from rrt_qual.ingest.transcripts.plain import draft_of_text
from rrt_qual.ingest.zip_parts import ZipParts

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OLD_WORD = b"\xd0\xcf\x11\xe0"
_ASK_WORD = "Open it in Word, save it again, and import that."
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Struck-out text, and what is drawn beside the text or is not text.
_SKIP = {_W + "del", _W + "moveFrom", _W + "instrText", _W + "pPr", _W + "rPr", _FALLBACK}
_BREAKS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_WRAPPERS = {_W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_STAMP_ONLY = re.compile(rf"\s*{STAMP}\s*$")


def is_word(data: bytes) -> bool:
    """Whether the first bytes are those of an Office package; which kind it is, is found out on reading."""
    return data.startswith(b"PK\x03\x04") and any(
        part in data for part in (b"[Content_Types].xml", b"_rels/", b"word/")
    )


def read_word(file: RawFile, told: Sequence[str] = ()) -> TranscriptDraft:
    """Turns of a Word document; text added under 'track changes' is read, deleted text is not.

    Raises:
        FileFault: it is empty, damaged, protected, not a Word document, or holds no text.
    """
    left = Budget(
        CHARACTERS,
        f"{file.name} holds more than the {CHARACTERS:,} characters that one interview may.",
        "Split it into one file for each interview.",
    )
    lines: list[str] = []
    for line in _blocks(_body(file)):
        left.spend(len(line) + 1)
        lines.append(line)
    raw = "\n".join(lines)
    normal = normalise(raw)
    if not normal.text.strip():
        raise FileFault(f"{file.name} holds no text.", "Check that the talk is not a picture in it.")
    draft = draft_of_text(normal.text, told, line_is_paragraph=True)
    draft.removed = normal.removed
    return draft


def _body(file: RawFile) -> Element:
    """The body element of the document."""
    if not file.data:
        raise FileFault(f"{file.name} is empty: it holds no text.", "Export the transcript again.")
    if file.data.startswith(_OLD_WORD):
        raise FileFault(
            f"{file.name} is protected by a password or in the format of old Word.",
            "Open it in Word, take the password away and save it as docx.",
        )
    from rrt_qual.ingest.xml_tree import parse_xml

    parts = ZipParts(file.data, file.name)
    _refuse_other_zip(parts)
    root = parse_xml(parts.read(_main_part(parts)), file.name)
    for element in root.iter():
        if element.tag.startswith(_STRICT):  # 'Strict Open XML': the same words under another address
            element.tag = _W + element.tag.removeprefix(_STRICT)
    body = root.find(_W + "body")
    if root.tag != _W + "document" or body is None:
        raise FileFault(f"{file.name} is damaged or is not a Word document: it has no text part.", _ASK_WORD)
    return body


def _main_part(parts: ZipParts) -> str:
    """The name of the part that holds the text, as the package says; by default the usual one."""
    from rrt_qual.ingest.xml_tree import parse_xml

    names = {name.casefold(): name for name in parts.names}
    if "_rels/.rels" in names:
        for relation in parse_xml(parts.read(names["_rels/.rels"]), parts.name):
            if relation.get("Type", "").endswith("/relationships/officeDocument"):
                target = posixpath.normpath(relation.get("Target", "").lstrip("/")).casefold()
                if target in names:
                    return names[target]
    return names.get("word/document.xml", "word/document.xml")


def _refuse_other_zip(parts: ZipParts) -> None:
    names = parts.names
    if "mimetype" in names and "content.xml" in names:
        raise FileFault(
            f"{parts.name}: odt files are not read yet.", "Open it in LibreOffice or Word and save it as docx."
        )
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise FileFault(f"{parts.name} is a zip file but not a Word document.", "Unpack it, and import what is in it.")


def _blocks(container: Element) -> Iterator[str]:
    """The text of each paragraph and table row of a body or cell, in order; '' for an empty paragraph."""
    for child in container:
        if child.tag == _W + "p":
            yield "".join(_words(child))
        elif child.tag == _W + "tbl":
            yield from _table(child)
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _words(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag not in _SKIP:
            yield from _words(child)


def _inside(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row; those of tables inside a cell belong to that cell."""
    for child in element:
        if child.tag == _W + name:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, name)


def _table(table: Element) -> Iterator[str]:
    """Rows of speaker and text (with or without a time) as 'Speaker: text' lines; other cells a line each."""
    rows = [[list(_blocks(cell)) for cell in _inside(row, "tc")] for row in _inside(table, "tr")]
    speakers = [_speaker_row(row) for row in rows]
    if sum(map(bool, speakers)) > len(rows) / 2:
        for row, speaker in zip(rows, speakers, strict=True):
            yield from speaker or ["\n".join(cell) for cell in row if any(cell)]
    else:
        yield from ("\n".join(cell) for row in rows for cell in row if any(cell))


def _speaker_row(row: list[list[str]]) -> list[str]:
    """The lines of a row whose cells are (time,) speaker (, time), text; [] for any other row."""
    cells = ["\n".join(cell).strip() for cell in row]
    stamps = [cell for cell in cells if _STAMP_ONLY.match(cell)]
    others = [cell for cell in cells if cell not in stamps]
    if len(others) != 2 or len(stamps) > 2 or "\n" in others[0]:
        return []
    label = others[0].strip().rstrip(":").strip()
    time = f"[{stamps[0].strip('[]()')}] " if stamps else ""
    if not label:
        return [others[1]]
    return [f"{time}{label}: {others[1]}"] if could_be_label(label) else []
