"""Files made to hurt, given to every command that reads one: a sentence that names the file and what helps."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest
from commands import Rrt

from rrt_qual.ingest import zip_parts
from rrt_qual.ingest.tables import workbook

CUE = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n"
LAUGHS = "a: &a [ha, ha]\n" + "".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


def packed(**parts: str) -> bytes:
    """A zip file of these members; '_' before a name's end is a dot, '__' a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, words in parts.items():
            package.writestr(name.replace("__", "/").replace("_", "."), words)
    return out.getvalue()


SHEET = "<worksheet><sheetData><row r='1'>{}</row></sheetData></worksheet>"
BOMB = packed(xl__workbook_xml="<workbook/>", xl__worksheets__sheet1_xml=SHEET.format("<c/>" * 6_000))
HUGE = packed(xl__workbook_xml="<workbook/>", xl__worksheets__sheet1_xml=" " * 3_000_000)
MANY = packed(**{f"a{n}_xml": "" for n in range(6_000)})
FILES: list[tuple[str, str, str | bytes, str]] = [
    ("survey p.rrtq FILE", "bomb.xlsx", BOMB, "more than 5,000 cells"),
    ("survey p.rrtq FILE", "huge.xlsx", HUGE, "unpacks to more than 1 MB"),
    ("survey p.rrtq FILE --workforce", "many.xlsx", MANY, "6,000 parts"),
    ("survey p.rrtq FILE", "wide.csv", "indicator," * 1_200 + "n\n", "1,201 cells"),
    ("survey p.rrtq FILE", "inf.csv", "indicator,n,score\nPay,inf,nan\nCare,1e999,2\n", "which is no number"),
    ("import p.rrtq FILE", "bomb.xlsx", BOMB, "save it as CSV"),
    ("import p.rrtq FILE", "many.docx", MANY, "6,000 parts"),
    ("import p.rrtq FILE", "tags.vtt", CUE + "<c><b>" * 50_000, "holds no words"),
    ("import p.rrtq FILE", "note.vtt", "WEBVTT\n\nNOTE " + "x\n" * 50_000, "holds no cues"),
    ("import p.rrtq FILE", "arrows.vtt", "WEBVTT\n\n" + "-->" * 50_000, "arrows.vtt"),
    ("import p.rrtq --attributes FILE", "bomb.xlsx", BOMB, "workbook"),
    ("import p.rrtq --attributes FILE", "wide.csv", "file," * 1_200 + "wave\n", "1,201 cells"),
    ("deidentify p.rrtq --list FILE", "bomb.xlsx", BOMB, "workbook"),
    ("deidentify p.rrtq --list FILE", "wide.csv", "name," * 1_200 + "kind\n", "1,201 cells"),
    ("codings import p.rrtq FILE", "half.jsonl", '{"interview": "T1", "theme": "pay", "text": "\\ud800"}', "half of a"),
    ("codings import p.rrtq FILE", "deep.jsonl", "[" * 50_000, "not a JSON object"),
    ("codings import p.rrtq FILE", "long.jsonl", '{"interview": "T1", "start": ' + "9" * 9_000 + "}", "not a JSON"),
    ("codings import p.rrtq FILE", "inf.csv", "interview,start,end,theme\nT1,inf,1e999,pay\n", "not a whole number"),
    ("codebook check FILE", "laughs.yaml", LAUGHS, "which YAML takes for a mark"),
    ("codebook check FILE", "deep.yaml", "- " * 20_000 + "x\n", "too deeply"),
    ("codebook check FILE", "int.yaml", "id: b\nname: B\nversion: " + "9" * 9_000 + "\n", "not a whole number"),
    ("codebook check FILE", "wide.csv", "theme," * 1_200 + "definition\n", "1,201 cells"),
    ("codebook check FILE", "bomb.xlsx", BOMB, "not read as a codebook"),
    ("evaluate FILE", "deep.jsonl", "[" * 50_000, "deep.jsonl:1"),
]


@pytest.mark.parametrize(("words", "name", "data", "says"), FILES, ids=[f"{w.split()[0]}-{n}" for w, n, _, _ in FILES])
def test_each_is_a_sentence(
    project: Path, rrt: Rrt, monkeypatch: pytest.MonkeyPatch, words: str, name: str, data: str | bytes, says: str
) -> None:
    """Nothing of it goes in, the sentence names the file and why, and the log of faults stays empty."""
    monkeypatch.setattr(zip_parts, "ZIP_MEMBER_BYTES", 1_000_000)
    monkeypatch.setattr(workbook, "SHEET_CELLS", 5_000)
    Path(name).write_bytes(data if isinstance(data, bytes) else data.encode())
    done = rrt(*(name if word == "FILE" else word for word in words.split()))
    assert done.code == (2 if words.startswith("evaluate") else 3)
    assert name in done.err and says in done.err
    assert "should not have" not in done.err and "Traceback" not in done.err


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("openpyxl", "survey p.rrtq bomb.xlsx"),
        ("ruamel.yaml", "codebook check book.yaml"),
        ("jsonschema", "codebook check book.yaml"),
        ("spacy", "import p.rrtq new.txt"),
        ("charset_normalizer", "import p.rrtq odd.txt"),
        ("xlsxwriter", "export p.rrtq --to xlsx out.xlsx"),
        ("docx", "report p.rrtq out.docx"),
        ("pyreadstat", "export p.rrtq --to sav out.sav"),
        ("jinja2", "report p.rrtq out.html"),
    ],
)
def test_a_missing_part_of_the_program_is_named(
    project: Path, rrt: Rrt, monkeypatch: pytest.MonkeyPatch, module: str, words: str
) -> None:
    """A library that is not there is a sentence that names it and how to get it, from every command that needs it."""
    from rrt_qual.ingest.codebook import schema as codebook_schema
    from rrt_qual.ingest.speakers import segments

    codebook_schema._validator.cache_clear()
    monkeypatch.setattr(segments, "shared_segmenter", segments.Segmenter)  # the one that is kept has it loaded
    for name in [name for name in sys.modules if name == module or name.startswith(module + ".")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    Path("bomb.xlsx").write_bytes(BOMB)
    Path("new.txt").write_text("Jo: Why?\nAnn: Well.\n", encoding="utf-8")
    Path("odd.txt").write_bytes(b"Jo: caf\xe9 \x81\x8d why\nAnn: na\xefve \x9d yes\n")
    Path("book.yaml").write_text(
        "id: b\nname: B\nversion: 1\nthemes:\n- {id: a, name: A, definition: d}\n", encoding="utf-8"
    )
    done = rrt(*words.split(), *(["--yes"] if words.startswith(("export", "report")) else []))
    assert done.code == 3
    assert module.split(".")[0] in done.err and "Install rrt-qual again" in done.err
