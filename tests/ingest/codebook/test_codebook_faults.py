"""Every fault of a codebook file is told at once, with its line and the way to mend it."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrt_qual.domain.errors import FileFault
from rrt_qual.ingest.codebook import schema as codebook_schema
from rrt_qual.ingest.codebook.file import check_codebook, read_codebook
from rrt_qual.ingest.codebook.yaml_file import load_yaml
from rrt_qual.ingest.faults import CodebookFaults, Fault

HEAD = "id: book\nname: Book\nversion: 1\n"
GOOD = f"{HEAD}themes:\n  - id: pay\n    name: Pay\n    definition: What people earn.\n"


def faults(text: str, severity: str = "error") -> list[tuple[int, str]]:
    """Line and sentence of each fault of that severity."""
    found = load_yaml(textwrap.dedent(text).encode(), "book.yaml")[1].all
    return [(f.line, f"{f.what} {f.remedy}") for f in found if f.severity == severity]


def themes(*lines: str) -> str:
    """A codebook whose line 5 is the first of `lines`."""
    return f"{HEAD}themes:\n" + "\n".join(lines) + "\n"


#: What the file says, the line of its one error, and words of the sentence.
CASES = {
    "missing definition": (themes("- {id: pay, name: Pay}"), 5, "has no definition. Add a line 'definition:"),
    "blank definition": (themes("- id: pay", "  name: Pay", "  definition:"), 7, "has nothing after 'definition:'"),
    "missing name": (themes("- {id: pay, definition: d}"), 5, 'theme "pay" has no name. Add a line'),
    "empty name": (themes("- {id: pay, name: ' ', definition: d}"), 5, 'the name of theme "pay" is empty'),
    "missing id": (themes("- {name: Pay, definition: d}"), 5, 'theme "Pay" has no id. Add a line'),
    "missing version": (GOOD.replace("version: 1\n", ""), 1, "the codebook has no version"),
    "version not whole": (GOOD.replace("version: 1", "version: 1.5"), 3, "the number 1.5, not a whole number"),
    "version a word": (GOOD.replace("version: 1", "version: first"), 3, "not a whole number"),
    "version below zero": (GOOD.replace("version: 1", "version: -1"), 3, "too small"),
    "language": (GOOD + "language: '?'\n", 8, "not the tag of a language"),
    "unknown key": (
        themes("- {id: pay, name: Pay, definition: d,", "   defintion: e}"),
        6,
        'Did you mean "definition"?',
    ),
    "American colour": (themes("- {id: pay, name: Pay, definition: d,", "   color: red}"), 6, 'Did you mean "colour"?'),
    "unknown key, no hint": (GOOD + "zzzzzzz: 1\n", 8, "The keys here are id, name"),
    "wrong type, text": (themes("- {id: pay, name: 360, definition: d}"), 5, "is the number 360, not a text"),
    "wrong type, list": (themes("- {id: pay, name: P, definition: d, see_also: x}"), 5, "such as see_also: [x]"),
    "wrong type, theme": (themes("- {id: pay, name: P, definition: d}", "- just words"), 6, "theme 2 is the text"),
    "wrong type, themes": (HEAD + "themes: none\n", 4, "not a list"),
    "id with spaces": (themes("- {id: my pay, name: P, definition: d}"), 5, "Write a short name such as my-pay."),
    "id twice": (
        themes("- {id: pay, name: P, definition: d}", "- {id: pay, name: Q, definition: d}"),
        6,
        "by the theme on line 5 and the theme on line 6",
    ),
    "name twice": (
        themes("- {id: a, name: Pay, definition: d}", "- {id: b, name: ' pay', definition: d}"),
        6,
        'named "pay", on lines 5 and 6',
    ),
    "bad colour": (themes("- {id: pay, name: P, definition: d, colour: '#12345'}"), 5, "which is not a colour"),
    "colour as comment": (
        themes("- id: pay", "  name: P", "  definition: d", "  colour: #0072b2"),
        8,
        "nothing after 'colour:'",
    ),
    "see_also unknown": (
        themes("- {id: pay, name: P, definition: d, see_also: [leav]}", "- {id: leave, name: L, definition: d}"),
        5,
        'no theme has that id. Did you mean "leave"?',
    ),
    "see_also itself": (themes("- {id: pay, name: P, definition: d, see_also: [pay]}"), 5, "names itself"),
    "parent unknown": (themes("- {id: pay, name: P, definition: d, parent: top}"), 5, "under 'parent', but no theme"),
    "parent itself": (
        themes("- {id: pay, name: P, definition: d,", "   parent: pay}"),
        6,
        "names itself under 'parent'",
    ),
    "circle": (
        themes(
            "- {id: a, name: A, definition: d, parent: b}",
            "- {id: b, name: B, definition: d, parent: c}",
            "- {id: c, name: C, definition: d, parent: a}",
        ),
        5,
        "in a circle: a > b > c > a",
    ),
    "circle through nesting": (
        themes(
            "- id: a",
            "  name: A",
            "  definition: d",
            "  parent: b",
            "  themes: [{id: b, name: B, definition: d}]",
        ),
        8,
        "in a circle: a > b > a",
    ),
    "nested here, parent there": (
        themes(
            "- {id: a, name: A, definition: d, themes: [",
            "    {id: b, name: B, definition: d, parent: c}]}",
            "- {id: c, name: C, definition: d}",
        ),
        6,
        'stands inside theme "a" but names "c"',
    ),
    "example without text": (themes("- {id: a, name: A, definition: d, examples: [{stance: risk}]}"), 5, "has no text"),
    "example empty": (themes("- {id: a, name: A, definition: d, examples: ['']}"), 5, "is empty"),
    "example with a colon": (
        themes("- id: a", "  name: A", "  definition: d", "  examples:", "    - He said: no"),
        9,
        "put the whole phrase in quotes",
    ),
    "example of a number": (themes("- {id: a, name: A, definition: d, examples: [12]}"), 5, "is the number 12"),
    "unknown stance": (
        themes("- {id: a, name: A, definition: d, examples: [{text: x, stance: risky}]}"),
        5,
        'not a stance. Did you mean "risk"?',
    ),
    "stance twice": (
        f"{GOOD}stances:\n  - {{id: risk, means: a}}\n  - {{id: risk, means: b}}\n",
        10,
        'the stance "risk" stands twice, on lines 9 and 10',
    ),
    "no theme": (HEAD, 1, "the codebook has no theme"),
    "key twice": (themes("- id: a", "  name: A", "  definition: d", "  name: B"), 8, "given twice, on lines 6 and 8"),
    "empty file": ("", 1, "the file is empty"),
    "only comments": ("# nothing\n", 1, "the file is empty"),
    "a list": ("- a\n- b\n", 1, "the file holds a list, not a codebook"),
    "a text": ("hello\n", 1, "the file holds a single text"),
    "tab": (f"{HEAD}themes:\n\t- id: a\n\t- id: b\n", 5, "begins with a tab (and so do 1 more). Indent with spaces"),
    "colon in a text": (themes("- id: a", "  definition: Pay: too low"), 6, "a colon inside a text"),
    "quote not closed": (themes("- id: a", '  name: "A', "  definition: d"), 6, "opened here and never closed"),
    "text after a quote": (themes("- id: a", "  examples:", '  - "I am" tired'), 7, "after a closing quotation mark"),
    "indentation": (themes("  - id: a", "   name: A"), 6, "not indented like the lines it belongs with"),
    "no colon": (f"{HEAD}themes\nlanguage: en\n", 4, "neither 'key: value' nor an item"),
    "star": (themes("- id: a", "  examples:", "  - *really* tired"), 7, 'begins with "*"'),
    "at": (themes("- id: a", "  examples:", "  - @home"), 7, 'begins with "@"'),
    "two documents": (f"{GOOD}---\n{GOOD}", 8, "a second document begins here"),
    "control character": (GOOD.replace("earn", "ea\x02rn"), 7, "cannot be shown (U+0002)"),
}


@pytest.mark.parametrize("case", CASES)
def test_each_fault_is_told_once_with_its_line(case: str) -> None:
    """A person who does not program can find the line and mend it; no fault brings a second one along."""
    text, line, words = CASES[case]
    (found,) = faults(text)
    assert found[0] == line
    assert words in found[1]


@pytest.mark.parametrize("mark", ["&a text", "!a text"])
def test_marks_of_yaml_are_not_swallowed(mark: str) -> None:
    """A text that begins with & or ! would lose its first word without a sound."""
    (found,) = faults(themes("- id: a", "  name: A", f"  definition: {mark}"))
    assert found[0] == 7
    assert f'begins with "{mark[:2]}"' in found[1]


def test_ids_share_one_space() -> None:
    """Domains, indicators and themes are looked up by id alone, so no two may share one."""
    text = f"""{HEAD}domains:
- id: pay
  name: P
  indicators:
  - id: pay
    name: Q
    themes:
    - {{id: pay, name: R, definition: d}}
"""
    assert [line for line, _ in faults(text)] == [8, 11]
    assert "the domain on line 5 and the indicator on line 8" in faults(text)[0][1]


def test_references_lead_to_themes_alone() -> None:
    """An indicator's id under see_also is told as such, not as unknown."""
    text = (
        f"{HEAD}indicators:\n- id: top\n  name: T\n  themes:\n  - {{id: a, name: A, definition: d, see_also: [top]}}\n"
    )
    ((line, sentence),) = faults(text)
    assert line == 8
    assert "the id of the indicator on line 5" in sentence


def test_a_theme_and_its_parent_share_an_indicator() -> None:
    """Otherwise one passage would count for two indicators."""
    text = f"""{HEAD}indicators:
- id: one
  name: One
  themes: [{{id: a, name: A, definition: d}}]
- id: two
  name: Two
  themes: [{{id: b, name: B, definition: d, parent: a}}]
"""
    ((line, sentence),) = faults(text)
    assert line == 10
    assert 'below indicator "two", its parent below indicator "one"' in sentence


def test_the_same_name_may_stand_in_two_indicators() -> None:
    """'Other' is a fair name in each of them."""
    text = f"""{HEAD}indicators:
- {{id: one, name: One, themes: [{{id: a, name: Other, definition: d}}]}}
- {{id: two, name: Two, themes: [{{id: b, name: Other, definition: d}}]}}
"""
    assert faults(text) == []


def test_all_faults_come_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    """Nobody wants to mend one fault, run again and meet the next."""
    path = tmp_path / "retention.yaml"
    path.write_text(
        themes("- {id: x, name: X}", "- {id: x, name: Y, definition: d, colour: nope}", "- {id: z, wrong: 1}"), "utf-8"
    )
    with pytest.raises(CodebookFaults) as caught:
        read_codebook(path)
    lines = [fault.line for fault in caught.value.faults]
    assert lines == sorted(lines)
    assert set(lines) == {5, 6, 7}
    assert len(lines) == len(set(caught.value.faults)) == 6
    assert caught.value.sentence.splitlines()[0] == (
        "retention.yaml:5: theme \"x\" has no definition. Add a line 'definition: …'."
    )
    assert str(caught.value) == caught.value.sentence
    assert isinstance(caught.value, FileFault)


def test_lines_are_those_that_an_editor_shows() -> None:
    """Windows line ends, and U+2028 or U+0085 inside a text, do not move the line."""
    text = themes("- id: a", '  name: "A\u2028B\u0085C"', "  definition: d", "  colour: nope")
    assert [line for line, _ in faults(text)] == [8]
    assert [line for line, _ in faults(text.replace("\n", "\r\n"))] == [8]


def test_a_file_that_is_not_utf8_is_told_with_its_line() -> None:
    """The first letter that cannot be read says where to look."""
    found = load_yaml(GOOD.replace("earn", "eárn").encode("cp1252"), "b.yaml")[1].all
    assert [(f.line, f.severity) for f in found] == [(7, "error")]
    assert "not saved as UTF-8" in found[0].what
    found = load_yaml(GOOD.encode("utf-16"), "b.yaml")[1].all
    assert [(f.line, "UTF-16" in f.what) for f in found] == [(1, True)]


def test_warnings_advise_and_do_not_refuse(tmp_path: Path) -> None:
    """Few examples, no 'use when', an empty definition and a lost comment are told, and the book is read."""
    path = tmp_path / "b.yml"
    path.write_text(
        themes(
            "- id: none",
            "  name: None",
            "  definition: Pay is #1 for people # or #2",
            "- id: few",
            "  name: Few",
            "  definition: ''",
            "  use_when: w",
            "  examples: [x, y]",
            "- id: enough",
            "  name: Enough",
            "  definition: d",
            "  use_when: w",
            "  examples: [a, b, c, d]",
        ),
        "utf-8",
    )
    found = check_codebook(path)
    assert {f.severity for f in found} == {"warning"}
    assert [(f.line, f.what) for f in found] == [
        (5, 'theme "none" has no examples.'),
        (5, 'theme "none" does not say when to use it.'),
        (7, 'what stands after # is left out of theme "none": YAML takes it for a comment.'),
        (8, 'theme "few" has only 2 examples.'),
        (10, 'theme "few" has an empty definition.'),
    ]
    assert [t.id for t in read_codebook(path).themes] == ["none", "few", "enough"]


def test_a_fault_reads_as_file_line_what_and_remedy() -> None:
    """The form that editors and terminals turn into a link."""
    assert str(Fault("a.yaml", 4, "It is wrong.", "Mend it.")) == "a.yaml:4: It is wrong. Mend it."
    assert str(Fault("a.yaml", 4, "It is wrong.")) == "a.yaml:4: It is wrong."


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """A missing file, a folder and an unknown kind are sentences, not tracebacks."""
    for name, words in (("no.yaml", "There is no file"), ("x.pdf", "ending in .pdf"), ("x", "no ending")):
        with pytest.raises(FileFault, match=words):
            check_codebook(tmp_path / name)
    (tmp_path / "dir.yaml").mkdir()
    with pytest.raises(FileFault, match="is a folder"):
        read_codebook(tmp_path / "dir.yaml")


def test_themes_nested_beyond_reason_are_refused() -> None:
    """A file made to exhaust the reader is a fault, not a crash."""
    deep = HEAD + "themes: " + "[{themes: " * 5000 + "1" + "}]" * 5000 + "\n"
    assert any("too deeply" in sentence for _, sentence in faults(deep))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"abé \n\t:-#&*!|>'\"{}[],?%@`~\\", "  ", "id: ", "- ", "themes:\n", "name: x\n", "null", "\x85"]
        )
    ).map("".join)
)
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    """Whatever is given, the answer is a codebook or faults with lines of the file."""
    codebook, found = load_yaml((HEAD + text).encode(), "x.yaml")
    assert (codebook is None) == bool(found.errors)
    assert all(1 <= f.line <= (HEAD + text).count("\n") + 1 for f in found.all)
    assert len(set(found.all)) == len(found.all)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_whatever_break_the_reader(raw: bytes) -> None:
    """A picture given as a codebook is told as such."""
    codebook, found = load_yaml(raw, "x.yaml")
    assert codebook is None
    assert found.errors


def test_a_rule_without_words_of_its_own_shows_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever rule of the schema is broken, its place and the rule are told, never what stands there."""
    monkeypatch.setattr(codebook_schema, "_HANDLERS", {})
    secret = "Lesley Tranter left in March"
    for broken in ("examples: {secret}", "colour: {secret}", "see_also: {secret}", "zzz: {secret}"):
        found = faults(themes("- id: pay", "  name: Pay", "  definition: d", f"  {broken.format(secret=secret)}"))
        assert found and not [what for _, what in found if "Lesley" in what or "Tranter" in what]
        assert any("is not as it should be" in what for _, what in found)
