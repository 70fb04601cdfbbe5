from __future__ import annotations

import numpy as np

from rrt_qual.suggest.discover import class_words, discover, unexplained
from rrt_qual.suggest.embed.open import LexicalEmbedder, unit
from rrt_qual.suggest.embed.types import ScoreTable
from rrt_qual.suggest.queue import doubtful, likely_uncoded, most_useful


def table(likelihood: list[list[float]], threshold: float = 0.4) -> ScoreTable:
    values = np.array(likelihood, np.float32)
    names = tuple("abc"[: values.shape[1]])
    return ScoreTable(names, values, values, np.full(values.shape[1], threshold, np.float32))


def test_most_useful_is_uncertain_and_varied() -> None:
    """An undecided passage comes first, and its twin comes after a different one."""
    scores = table([[0.5, 0.49, 0], [0.5, 0.49, 0], [0.5, 0.4, 0], [0.95, 0.01, 0]])
    vectors = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32)
    assert [p.row for p in most_useful(scores, vectors, k=3)] == [0, 2, 1]
    assert [p.row for p in most_useful(scores, vectors, done=[0, 1, 2])] == [3]
    assert most_useful(scores, vectors, done=range(4)) == []


def test_likely_uncoded_leaves_out_what_is_coded_and_stops_at_the_threshold() -> None:
    """Likeliest first, without coded rows, down to the threshold."""
    assert [p.row for p in likely_uncoded(table([[0.5], [0.9], [0.3], [0.8]]), "a", coded=[1])] == [3, 0]


def test_doubtful_names_codings_that_another_theme_would_fit_better() -> None:
    """Worst first; a coding of an unknown theme is passed over."""
    scores = table([[0.05, 0.9], [0.3, 0.5], [0.8, 0.1]])
    assert [(p.row, p.theme) for p in doubtful(scores, [(0, "a"), (1, "a"), (2, "a"), (2, "x")])] == [
        (0, "a"),
        (1, "a"),
    ]


def test_discover_finds_a_planted_cluster_and_names_it() -> None:
    """Talk of dogs that no theme explains becomes a cluster named by its words."""
    dogs = [
        f"the dog {verb} at me in the hallway of the house"
        for verb in ("barked", "growled", "jumped", "snapped", "ran", "bit")
    ]
    rest = [f"completely different talk about subject{i} matter{i} and item{i}" for i in range(12)]
    texts = dogs + rest
    vectors = LexicalEmbedder(256).encode(texts)
    found = discover(np.arange(len(texts)), vectors, texts, [str(i % 3) for i in range(len(texts))], smallest=4)
    dog = next(c for c in found if set(range(6)) <= set(c.rows))
    assert "dog" in dog.words and dog.docs == 3 and set(dog.central) <= set(dog.rows)


def test_discover_has_nothing_to_say_about_too_little() -> None:
    """Fewer rows than a cluster needs give no cluster."""
    assert discover(np.arange(2), unit(np.eye(2, dtype=np.float32)), ["a", "b"], ["x", "y"]) == []


def test_unexplained_leaves_out_the_coded_the_short_and_the_explained() -> None:
    """Only long enough, uncoded rows under every threshold are looked at."""
    long = "one two three four five six seven"
    scores = table([[0.1, 0.1]] * 40 + [[0.9, 0.1]] + [[0.1, 0.1]] * 2)
    rows = unexplained(scores, [long] * 41 + ["mm"] + [long], coded=[0])
    assert rows.tolist() == [*range(1, 40), 42]


def test_class_words_tell_clusters_apart() -> None:
    """A word that every cluster shares ranks below one of its own."""
    words = class_words([["pay day pay team", "pay team"], ["dog team", "dog walk dog team"]])
    assert (words[0][0], words[1][0]) == ("pay", "dog")
