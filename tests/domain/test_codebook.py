"""Finding one's way about a codebook of any depth."""

from __future__ import annotations

from dataclasses import replace

from rrt_qual.domain.codebook import Codebook, Domain, Indicator, Theme

DEEP = Codebook(
    "deep",
    "Deep",
    1,
    themes=(
        Theme("top", "Top", "#111111", "", indicator="i"),
        Theme("mid", "Mid", "#111111", "", parent="top"),
        Theme("leaf", "Leaf", "#111111", "", parent="mid"),
        Theme("flat", "Flat", "#111111", ""),
    ),
    indicators=(Indicator("i", "I", domain="d"),),
    domains=(Domain("d", "D"),),
)


def test_a_theme_below_themes_belongs_to_the_indicator_above_them() -> None:
    """Frequencies per indicator include themes that stand several levels down."""
    leaf = DEEP.theme("leaf")
    indicator, domain = DEEP.indicator_of(leaf), DEEP.domain_of(leaf)
    assert indicator is not None and indicator.id == "i"
    assert domain is not None and domain.id == "d"


def test_what_stands_directly_below_is_listed_in_the_order_of_the_file() -> None:
    """A list of a codebook names each level's own: no grandchild below a theme, no lower theme below an indicator."""
    book = replace(
        DEEP,
        themes=(*DEEP.themes, Theme("second", "Second", "#111111", "", indicator="i", parent="top")),
        indicators=(*DEEP.indicators, Indicator("loose", "Loose")),
    )
    assert [t.id for t in book.children("top")] == ["mid", "second"]
    assert list(book.children("leaf")) == []
    assert [t.id for t in book.themes_of("i")] == ["top"]
    assert [i.id for i in book.indicators_of("d")] == ["i"]
    assert [i.id for i in book.indicators_of(None)] == ["loose"]
    assert (book.indicator("loose").name, book.domain("d").name) == ("Loose", "D")


def test_a_flat_theme_belongs_nowhere() -> None:
    """A codebook without upper levels is a codebook too."""
    assert DEEP.indicator_of(DEEP.theme("flat")) is None
    assert DEEP.domain_of(DEEP.theme("flat")) is None
    assert [t.id for t in DEEP.themes_of(None)] == ["flat"]


def test_cyclic_parents_do_not_hang() -> None:
    """Even parents in a circle, which the loader refuses, end the search."""
    loop = Codebook("l", "L", 1, themes=(Theme("x", "X", "", "", parent="y"), Theme("y", "Y", "", "", parent="x")))
    assert loop.indicator_of(loop.theme("x")) is None
