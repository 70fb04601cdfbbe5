"""What people write in a column 'consent', and the four states that it means."""

from __future__ import annotations

from rrt_qual.domain.confidentiality.privacy import Consent

#: The heading of the column of attributes that says what a participant allows, in any case.
COLUMN = "consent"

_WORDS: dict[Consent, str] = {
    Consent.QUOTE: "quote, quotes, may be quoted, can be quoted, direct quotes, yes, y, full, all, ok, given,"
    " agreed, true",
    Consent.PARAPHRASE: "paraphrase, paraphrased, paraphrase only, paraphrased only, may be paraphrased, no quotes,"
    " no direct quotes, no quoting, not quoted, do not quote, don't quote, partial, limited",
    Consent.NONE: "none, no, n, not at all, nothing, neither, refused, declined, not given, no use, do not use,"
    " don't use, false",
    Consent.WITHDRAWN: "withdrawn, withdrew, withdraw, withdrawal, revoked, opted out, opt out",
}
_MEANT = {word.strip(): state for state, words in _WORDS.items() for word in words.split(",")}

#: What a list shows of a consent; nothing where all is allowed.
SHOWN = {
    Consent.QUOTE: "",
    Consent.PARAPHRASE: "no quotes",
    Consent.NONE: "no use",
    Consent.WITHDRAWN: "withdrawn",
}


def understood(words: str) -> Consent | None:
    """The state that `words` mean, in any case; None when they are not understood."""
    folded = " ".join(words.casefold().replace("\u2019", "'").replace("-", " ").replace("_", " ").split())
    return _MEANT.get(folded.rstrip(".!"))
