"""The lexical channel: stems, word beginnings, and TF-IDF over them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from rrt_qual.suggest.embed.types import Floats, Sparse

_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_SUFFIXES = ("ingly", "edly", "ings", "ing", "ies", "ied", "ers", "er", "ed", "ly", "es", "s")

#: Function words and the fillers of British speech; they say nothing of what is spoken about.
STOP = frozenset(
    """a about above across after again against all almost also although always am among an and another any anyone
    anything are around as at away be became because become been before being below between both but by came can cannot
    come could did do does doing done down during each either else enough er erm etc even ever every everyone everything
    few for from further get gets getting give go goes going gone gonna got had has have having he hence her here hers
    herself him himself his how however i i'd i'll i'm i've if in indeed into is isn't it it'd it'll it's its itself
    just keep kind know last least less like literally lot made make many may maybe me mean meant might mine more most
    mostly much must my myself name no nobody none nor not nothing now nowhere of off often oh ok okay on once one only
    onto or other others our ours ourselves out over own part per perhaps please put quite rather really right said same
    say says see seem seemed seems several she should since so some somehow someone something sometimes somewhere sort
    still stuff such take that that's the their theirs them themselves then there there's therefore these they they'd
    they'll they're they've thing things think this those though through throughout thus to together too toward towards
    two um under until up upon us very via was we we'd we'll we're we've well went were what what's whatever when
    whenever where whereas whereby wherever whether which while who whoever whole whom whose why will with within
    without would yeah yes yet you you'd you'll you're you've your yours yourself yourselves didn't don't doesn't wasn't
    weren't won't wouldn't couldn't can't haven't hasn't hadn't shouldn't aren't ain't""".split()  # noqa: SIM905  a list of words is read as words
)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """`word` without its commonest English endings; rough, but the same for like words."""
    if len(word) < 4:
        return word
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            if suffix in ("ies", "ied"):
                word += "y"
            elif len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def tokens(text: str) -> list[str]:
    """The content words of `text`, lower-cased, in order."""
    found = _TOKEN.findall(text.lower().replace("’", "'"))
    return [word for word in found if len(word) > 1 and word not in STOP]


def grams(text: str) -> Counter[str]:
    """Counts of stems, and of first four letters (marked ^), which let 'manager' meet 'management'."""
    out: Counter[str] = Counter()
    for word in tokens(text):
        root = stem(word)
        out[root] += 1
        if len(root) >= 4:
            out["^" + root[:4]] += 1
    return out


class Vocabulary:
    """Grams and their inverse document frequencies, learned from the codebook and the project's talk.

    idf = ln((1 + n) / (1 + df)) + 1, term weight 1 + ln(count), rows of length one (Salton and Buckley
    1988; the variant that scikit-learn uses).
    """

    def __init__(self, texts: Iterable[str]) -> None:
        frequency: Counter[str] = Counter()
        n = 0
        for text in texts:
            frequency.update(grams(text).keys())
            n += 1
        self.index = {gram: i for i, gram in enumerate(sorted(frequency))}
        df = np.array([frequency[gram] for gram in self.index], np.float64)
        self.idf: Floats = (np.log((1 + n) / (1 + df)) + 1).astype(np.float32)

    def __len__(self) -> int:
        return len(self.index)

    def transform(self, texts: Sequence[str]) -> Sparse:
        """TF-IDF rows of length one, a csr_matrix (n, grams); grams that are not known are passed over."""
        from scipy.sparse import csr_matrix

        data: list[float] = []
        columns: list[int] = []
        ends = [0]
        for text in texts:
            for gram, count in grams(text).items():
                at = self.index.get(gram)
                if at is not None:
                    columns.append(at)
                    data.append((1 + np.log(count)) * float(self.idf[at]) if count > 1 else float(self.idf[at]))
            ends.append(len(columns))
        matrix = csr_matrix((np.array(data, np.float32), np.array(columns, np.int32), ends), (len(texts), len(self)))
        return unit_rows(matrix)


def unit_rows(matrix: Sparse) -> Sparse:
    """Rows of a csr_matrix scaled to length one; empty rows stay."""
    from scipy.sparse import diags

    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return (diags((1 / np.maximum(length, 1e-9)).astype(np.float32)) @ matrix).tocsr()
