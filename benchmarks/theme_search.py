"""How well the theme picker finds what a coder means: by words alone, and by words and meaning.

    python benchmarks/theme_search.py [--misses]

Reads theme_queries.tsv: sixty searches written down before the search by meaning was built, each with the themes of
the codebook that are right. Numbers were chosen on the ninety 'open' ones (fifty were added then); the twenty 'final'
ones and twenty more, 'unseen', measure. theme_nonsense.tsv has thirty searches that mean
no theme: none should get a row.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from rrt_qual.ingest.codebook.file import read_codebook
from rrt_qual.services.shared.resources import default_codebook
from rrt_qual.services.suggestions.engine import Meaning
from rrt_qual.services.suggestions.suggester import cache_folder
from rrt_qual.suggest.embed.open import CachingEmbedder, open_embedder
from rrt_qual.suggest.theme_meaning import ThemeMeaning
from rrt_qual.tui.codebook.search import ThemeIndex

QUERIES = Path(__file__).with_name("theme_queries.tsv")
NONSENSE = Path(__file__).with_name("theme_nonsense.tsv")


def queries() -> list[tuple[str, str, str, list[str]]]:
    """(open or final, near or para, query, ids that are right)."""
    lines = QUERIES.read_text(encoding="utf-8").splitlines()[1:]
    return [(part, kind, query, right.split()) for part, kind, query, right in (x.split("\t") for x in lines)]


def main() -> None:
    """Print hit@1 and hit@3 of both searches, and the time of one query."""
    codebook = read_codebook(default_codebook())
    index = ThemeIndex(codebook)
    meaning: Meaning = ThemeMeaning(codebook, CachingEmbedder(open_embedder("", cache_folder())))
    meaning.nearness("warm up")
    times = []
    for name in ("words", "words and meaning"):
        print(f"\n{name:<20}{'n':>4}{'hit@1':>8}{'hit@3':>8}")
        for part in ("open", "final", "unseen"):
            for kind in ("near", "para"):
                if not (asked := [q for q in queries() if q[:2] == (part, kind)]):
                    continue
                first = third = 0
                for _, _, query, right in asked:
                    begun = time.perf_counter()
                    found = index.search(query) if name == "words" else index.by_meaning(query, meaning)
                    times.append((time.perf_counter() - begun) * 1000)
                    top = [f.theme_id for f in found[:3]]
                    first += bool(top) and top[0] in right
                    third += any(t in right for t in top)
                    if "--misses" in sys.argv and part == "open" and not (top and top[0] in right):
                        print(f"    {query}: {', '.join(top) or 'nothing'}")
                print(f"{part + ' ' + kind:<20}{len(asked):>4}{first:>8}{third:>8}")
    asked_in_vain = [line.split("\t")[1] for line in NONSENSE.read_text(encoding="utf-8").splitlines()[1:]]
    shown = [query for query in asked_in_vain if index.by_meaning(query, meaning)]
    print(f"\n{len(shown)} of {len(asked_in_vain)} searches that mean no theme get a row: {', '.join(shown) or '-'}")
    half = sorted(times[len(times) // 2 :])
    print(f"\none query by meaning: {half[len(half) // 2]:.1f} ms in the middle, {half[-1]:.1f} at most")


if __name__ == "__main__":
    main()
