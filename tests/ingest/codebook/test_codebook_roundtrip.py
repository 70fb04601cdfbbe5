"""A codebook that is written reads back the same; the schema and the loader say the same."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrt_qual.domain.codebook import STANCES, Codebook, Domain, Example, Indicator, Stance, Theme
from rrt_qual.ingest.codebook.file import read_codebook
from rrt_qual.ingest.codebook.schema import schema
from rrt_qual.ingest.codebook.shape import PALETTE, canonical, default_colour, normalise_colour, slug, unused
from rrt_qual.ingest.codebook.yaml_file import load_yaml, parse_codebook_yaml, write_codebook_yaml

ROOT = Path(__file__).parents[3]

#: Any text at all, with what YAML finds hard near the top of the list.
HARD = st.sampled_from(
    [":", " #", "'", '"', "\n", "\r", "\t", "- ", "\x85", "\u2028", "\ufeff", "no", "1", "{", "é", "\x07"]
)
TEXTS = st.lists(HARD | st.characters(exclude_categories=["Cs"]), max_size=8).map("".join)
NAMES = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=12).filter(str.strip)
COLOURS = st.sampled_from(["", "#abc", "#A1B2C3", "Teal", *PALETTE])


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    """Codebooks with any number of levels, in any order, as a person or a program might make them."""
    ids = iter(
        draw(st.lists(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,6}", fullmatch=True), unique=True, min_size=14))
    )
    domains = [Domain(next(ids), draw(NAMES), draw(COLOURS)) for _ in range(draw(st.integers(0, 2)))]
    above = [None, *(d.id for d in domains)]
    indicators = [
        Indicator(next(ids), draw(NAMES), draw(TEXTS), draw(st.sampled_from(above)))
        for _ in range(draw(st.integers(0, 3)))
    ]
    places = [None, *(i.id for i in indicators)]
    themes: list[Theme] = []
    for number in range(draw(st.integers(1, 7))):
        parent = draw(st.sampled_from([None, *themes]))
        theme = Theme(
            id=next(ids),
            name=f"{draw(NAMES)} {number}",
            colour=draw(COLOURS),
            definition=draw(TEXTS),
            use_when=draw(TEXTS),
            not_when=draw(TEXTS),
            examples=tuple(
                Example(text, draw(st.sampled_from([None, *Stance]))) for text in draw(st.lists(NAMES, max_size=3))
            ),
            see_also=tuple(draw(st.lists(st.sampled_from([t.id for t in themes]), max_size=2))) if themes else (),
            indicator=parent.indicator if parent else draw(st.sampled_from(places)),
            parent=parent.id if parent else None,
        )
        themes.insert(draw(st.integers(0, len(themes))), theme)
    return Codebook(
        id=next(ids),
        name=draw(NAMES),
        version=draw(st.integers(0, 10**6)),
        themes=tuple(themes),
        indicators=tuple(indicators),
        domains=tuple(domains),
        language=draw(st.sampled_from(["en", "cy", "en-GB"])),
        description=draw(TEXTS),
        stances=tuple((stance, draw(TEXTS)) for stance in draw(st.lists(st.sampled_from(STANCES), unique=True))),
    )


@settings(max_examples=60, deadline=None)
@given(codebooks())
def test_what_is_written_reads_back_the_same(codebook: Codebook) -> None:
    """Revisions are stored as YAML: not a word, an order or a reference may be lost."""
    read = parse_codebook_yaml(write_codebook_yaml(codebook))
    assert read == canonical(codebook)
    assert parse_codebook_yaml(write_codebook_yaml(read)) == read
    assert canonical(read) == read


@settings(max_examples=30, deadline=None)
@given(codebooks())
def test_the_canonical_form_loses_nothing(codebook: Codebook) -> None:
    """Putting a codebook in order keeps every entry and what stands above it."""
    tidy = canonical(codebook)
    for kind in ("domains", "indicators", "themes"):
        assert {e.id for e in getattr(tidy, kind)} == {e.id for e in getattr(codebook, kind)}
    for theme in codebook.themes:
        assert tidy.theme(theme.id).parent == theme.parent
        assert tidy.indicator_of(tidy.theme(theme.id)) == (
            tidy.indicator(i.id) if (i := codebook.indicator_of(theme)) else None
        )


def test_the_retention_codebook_survives_writing() -> None:
    """The codebook that ships is read, written and read again without a difference."""
    path = ROOT / "codebooks" / "retention.yaml"
    codebook = read_codebook(path)
    assert parse_codebook_yaml(write_codebook_yaml(codebook)) == codebook


def test_parents_and_nesting_say_the_same() -> None:
    """A theme inside another and a theme that names its parent are one thing, and inherit the indicator."""
    head = "id: b\nname: B\nversion: 1\nindicators:\n- id: i\n  name: I\n  themes:\n"
    head += "  - id: a\n    name: A\n    definition: d\n"
    nested = head + "    themes: [{id: c, name: C, definition: d}]\n"
    named = head + "  - {id: c, name: C, definition: d, parent: a}\n"
    elsewhere = head + "themes: [{id: c, name: C, definition: d, parent: a}]\n"
    books = [parse_codebook_yaml(text) for text in (nested, named, elsewhere)]
    assert books[0] == books[1] == books[2]
    assert books[0].theme("c").parent == "a"
    assert books[0].theme("c").indicator == "i"


def test_order_within_an_indicator_is_kept_even_where_nesting_cannot() -> None:
    """a, b, c with c below a cannot be nested without moving c, so it is written with 'parent'."""
    themes = tuple(Theme(i, i.upper(), "", "d", parent=p) for i, p in (("a", None), ("b", None), ("c", "a")))
    book = canonical(Codebook("x", "X", 1, themes))
    assert [t.id for t in parse_codebook_yaml(write_codebook_yaml(book)).themes] == ["a", "b", "c"]


def test_every_form_of_levels_is_read() -> None:
    """Domains, lone indicators and lone themes may stand together in one file."""
    book = parse_codebook_yaml(
        """
id: b
name: B
version: 2
stances: [{id: risk, name: Risk, means: pushes out}]
domains:
- id: d
  name: I feel safe
  statement: I feel safe at work
  colour: Navy
  indicators:
  - {id: i, name: I, covers: things, themes: [{id: t1, name: T1, definition: d, colour: '#ABC'}]}
indicators:
- {id: j, name: J, themes: [{id: t2, name: T2, definition: d, examples: [plain, {text: hm, stance: risk}]}]}
themes:
- {id: t3, name: T3, definition: d}
"""
    )
    assert book.domains == (Domain("d", "I feel safe", "#000080"),)
    assert [(i.id, i.domain) for i in book.indicators] == [("i", "d"), ("j", None)]
    assert [(t.id, t.indicator) for t in book.themes] == [("t1", "i"), ("t2", "j"), ("t3", None)]
    assert book.theme("t1").colour == "#aabbcc"
    assert book.theme("t2").examples == (Example("plain"), Example("hm", Stance.RISK))
    assert book.theme("t3").colour == default_colour(2)
    assert book.stances == ((Stance.RISK, "pushes out"),)


def test_a_byte_order_mark_is_no_fault() -> None:
    """Windows editors put one before UTF-8."""
    text = "id: b\nname: B\nversion: 1\nthemes: [{id: a, name: A, definition: d}]\n"
    book, _ = load_yaml(b"\xef\xbb\xbf" + text.encode(), "b.yaml")
    assert book is not None
    assert book.id == "b"


@pytest.mark.parametrize(
    ("given_", "made"),
    [("#ABC", "#aabbcc"), ("#A1b2C3", "#a1b2c3"), (" Teal ", "#008080"), ("GREY", "#808080")]
    + [(bad, None) for bad in ("", "#ab", "#abcd", "abc", "#gggggg", "rebeccapurple", "rgb(1,2,3)")],
)
def test_colours_become_one_form(given_: str, made: str | None) -> None:
    """Screens and exports need to know only #rrggbb."""
    assert normalise_colour(given_) == made


def test_default_colours_are_distinct_and_go_round() -> None:
    """Neighbouring themes never share a colour, however many there are."""
    assert len(set(PALETTE)) == len(PALETTE)
    assert all(normalise_colour(colour) == colour for colour in PALETTE)
    assert default_colour(len(PALETTE)) == default_colour(0)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Pay & rewards", "pay-and-rewards"),
        ("Don't know", "dont-know"),
        ("Épuisement (léger)", "epuisement-leger"),
        ("日本", "theme"),
        ("x" * 99, "x" * 60),
        ("  ", "theme"),
    ],
)
def test_ids_made_from_names(name: str, made: str) -> None:
    """The same name gives the same id in every file and every year."""
    assert slug(name) == made


def test_ids_that_are_taken_get_a_number() -> None:
    """Two themes of one name in different places stay two."""
    assert unused("pay", set()) == "pay"
    assert unused("pay", {"pay", "pay-2"}) == "pay-3"


# --- the schema ---------------------------------------------------------------------------------


def test_the_schema_is_a_schema_and_the_codebook_follows_it() -> None:
    """Editors check against it: it must be valid itself, and the codebook that ships must pass."""
    from jsonschema import Draft202012Validator
    from ruamel.yaml import YAML

    beside = json.loads((ROOT / "codebooks" / "retention.schema.json").read_text("utf-8"))
    assert beside == schema()
    Draft202012Validator.check_schema(beside)
    codebook = YAML(typ="safe").load((ROOT / "codebooks" / "retention.yaml").read_text("utf-8"))
    assert list(Draft202012Validator(beside).iter_errors(codebook)) == []


def test_every_key_of_the_schema_is_explained() -> None:
    """An editor shows title and description as help; none may be missing."""

    def walk(node: object, name: str) -> None:
        if not isinstance(node, dict):
            return
        for key, child in node.get("properties", {}).items():
            shown = {**schema()["$defs"].get(str(child.get("$ref", "")).rpartition("/")[2], {}), **child}
            assert shown.get("title"), f"{name}.{key}"
            assert shown.get("description"), f"{name}.{key}"
            walk(child, f"{name}.{key}")

    walk(schema(), "codebook")
    for name, definition in schema()["$defs"].items():
        assert definition["title"], name
        assert definition["description"], name
        walk(definition, name)


@settings(max_examples=20, deadline=None)
@given(codebooks())
def test_what_is_written_follows_the_schema(codebook: Codebook) -> None:
    """An editor must not complain of our own files."""
    from jsonschema import Draft202012Validator
    from ruamel.yaml import YAML

    values = YAML(typ="safe", pure=True).load(write_codebook_yaml(codebook))
    assert list(Draft202012Validator(schema()).iter_errors(values)) == []


def test_a_codebook_that_contradicts_itself_is_not_written() -> None:
    """A theme below an indicator that is not there would vanish from the file."""
    theme = Theme("a", "A", "", "d", indicator="gone")
    book = Codebook("x", "X", 1, (theme,))
    with pytest.raises(KeyError):
        write_codebook_yaml(book)
    assert write_codebook_yaml(replace(book, indicators=(Indicator("gone", "G"),)))
