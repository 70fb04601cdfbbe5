"""What is an ordinary word, a name, a place, or nobody's secret: the word lists, each read at first use."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from rrt_qual.domain.confidentiality.names import form_key
from rrt_qual.privacy.words.wordlist import words_of

#: Words that are names far oftener than words.
_HARDLY_WORDS = frozenset(
    words_of(
        "tom ruth jo mo kit sue les nick ted ned al bob abigail angelica ann anna aurelia barb barney basil ben"
        " benedict"
        " benjamin benny bertha bobby brad charlie charlotte chaz chuck cicely clarence clementine colin daphne deb del"
        " derrick don donna dora eddy eve evelyn felicity flora fran gabby gaz gene gerry gilbert graham hank harriet"
        " harry henry hamza jacob jake jane jasper jay jean jenny jerry jess jill jimmy joey johnny josh kelly ken kent"
        " kyle laurel lewis liam lily lorry louis mac marc margarita maria martin maxwell maya mel missy molly morris"
        " nancy nelly nelson newton olive paddy pam pandora patsy peggy penelope peregrine perry pete phil phoebe"
        " polly"
        " randy ricky rod roger rosemary sally serena sheila shelly sian sid sonny sophie sultana tabby tam tammy teddy"
        " terry timothy tony val valentine vera veronica victor victoria vi viola wally winnie"
    )
) - {"lorry", "sultana", "olive", "basil", "margarita", "gene", "jasper", "laurel", "tabby", "teddy"}

#: Words of speech that no dictionary of stems has.
_SPEECH = frozenset(
    words_of(
        "um er erm uh mm mmm hmm mhm aw ooh aah oi ta yeah yep yup nope nah ok okay alright gonna wanna gotta"
        " dunno cos cause coz ain innit kinda sorta lotta em ya yous blimey crikey bloody bugger knackered gutted"
        " chuffed skint fortnight whilst amongst towards learnt spelt burnt dreamt leant mum mums mummy nan nana"
        " nanna nans grandad grandads auntie aunty daddy love duck hiya cheers telly chippy loo loos tenner fiver"
        " quid wellies rota rotas portacabin placements safeguarding assessor assessors caseload caseloads"
        " casework contactless unqualified newly-qualified signposting mr mrs ms dr organisation organisations"
        " programme programmes supervisee supervisees handover handovers headspace workstream workstreams"
        " timesheet timesheets tbh lol online email emails website websites app apps wifi laptop laptops selfie"
        " podcast hashtag zoomed zooming teams trainings paperwork workplace workplaces colleague practitioners"
        " ta-ra hm hmmm url soundcloud podcast pro"
    )
)

#: Words that open or fill a sentence and belong to no name.
FUNCTION = frozenset(
    words_of(
        "a about above actually after again against ah all almost already also although always am an and another"
        " any anybody anyone anything anyway are as ask at aw away basically be because been before being between"
        " bless both but by can cause clearly could cos come d did didn do does doesn don done down during each eh"
        " either else er erm especially even every everybody everyone everything exactly except few fine for from"
        " funnily further generally get give given go god going good gosh got had hadn half hang has hasn have"
        " haven having he hello her here hers herself hey hi hiya him himself his honestly hopefully how however i"
        " if in including into instead is isn it its itself just let like literally look lord lots luckily m made"
        " make many maybe me mean mine mm more most much must my myself never new no nobody none nope nor normally"
        " not nothing now obviously of off oh ok okay on once one only or other others otherwise our ours out over"
        " own people perhaps personally plus probably quite rather re really right s said same say seriously shall"
        " she should shouldn since so some somebody someone something sometimes somewhere sorry still such sure t"
        " take tell than thank thanks that the their theirs them themselves then there these they thing things"
        " think this those though three through thus till to today together tomorrow too total try two uh um under"
        " unless until up us usually ve very wait was wasn we well were weren what whatever when where whether"
        " which while who whoever whole whose why will with within without won would wouldn yeah yep yes yesterday"
        " yet you your yours yourself first second third last next old big little same dear great lovely poor"
        " young being hence nah oi please presumably somehow suddenly surely true twenty thirty forty fifty sixty"
        " four five six seven eight nine ten eleven twelve mum dad nan so-called everyone's laughs pause inaudible"
    )
)

#: Sounds rather than words.
_NOISE = re.compile(
    r"h*m+(?:h?m+)*|mm+-?h+m*|a+h+|o+h+|e+h+|u+h*m*|e+r+m*|(?:ha)+h?|(?:he)+|a+w+|ph+ew|sh+|ug+h|o+ps|ye+a*h*|no+|so+"
)

_ENDINGS = (
    ("'s", ""), ("ies", "y"), ("ied", "y"), ("ier", "y"), ("iest", "y"), ("ily", "y"), ("iness", "y"),
    ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("d", ""), ("ing", ""), ("ing", "e"), ("ings", ""), ("ings", "e"),
    ("er", ""), ("er", "e"), ("ers", ""), ("ers", "e"), ("est", ""), ("est", "e"), ("ly", ""), ("ness", ""),
    ("ment", ""), ("ments", ""), ("able", ""), ("able", "e"), ("less", ""), ("ful", ""), ("y", ""), ("y", "e"),
    ("ish", ""), ("or", ""), ("ors", ""), ("ation", "e"), ("ations", "e"),
)  # fmt: skip
_STARTS = ("un", "re", "in", "dis", "non", "over", "under", "pre", "mis", "out", "co", "anti", "self")
_BRITISH = (("our", "or"), ("is", "iz"), ("ys", "yz"), ("tre", "ter"), ("ll", "l"), ("ogue", "og"), ("ence", "ense"),
            ("ae", "e"), ("oe", "e"), ("mme", "m"), ("que", "ck"), ("ement", "ment"), ("l", "ll"))  # fmt: skip


def _lines(name: str) -> list[str]:
    text = (resources.files("rrt_qual.privacy") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line]


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    return frozenset(_lines("words.txt")) | _SPEECH | FUNCTION


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """First names and nicknames, in small letters."""
    return frozenset(_lines("first_names.txt"))


@lru_cache(maxsize=1)
def last_names() -> frozenset[str]:
    """Family names that are not first names as well, in small letters."""
    return frozenset(_lines("last_names.txt"))


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """Places in general use, as form keys; some are several words."""
    return frozenset(form_key(line) for line in _lines("places.txt"))


@lru_cache(maxsize=1)
def no_secrets() -> frozenset[str]:
    """Acronyms, products, days and the like that identify nobody, as form keys."""
    return frozenset(form_key(line) for line in _lines("no_secret.txt"))


@lru_cache(maxsize=100_000)
def is_ordinary(word: str) -> bool:
    """Whether `word` (in small letters) is one of the language rather than a name."""
    word = word.replace("\u2019", "'")
    if _NOISE.fullmatch(word):
        return True
    if word in _HARDLY_WORDS:
        return False
    if _known(word):
        return True
    if "-" in word:
        return all(len(part) < 2 or is_ordinary(part) for part in word.split("-"))
    if "'" in word:
        return is_ordinary(word.split("'")[0])
    if any(word.startswith(start) and len(word) > len(start) + 3 and _known(word[len(start) :]) for start in _STARTS):
        return not is_name(word)
    return any(_known(word.replace(ours, theirs)) for ours, theirs in _BRITISH if ours in word and not is_name(word))


def _known(word: str) -> bool:
    stems = _stems()
    if word in stems:
        return True
    if is_first_name(word) or len(word) < 4:
        return False
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word[: len(word) - len(ending)]
            if stem + instead in stems or (len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in stems):
                return True
    return False


def is_name(word: str) -> bool:
    """Whether `word` (in small letters) is used as a first or family name."""
    word = word.replace("\u2019", "'")
    return word in first_names() or word in last_names()


def is_first_name(word: str) -> bool:
    """Whether `word` (in small letters) is used as a first name."""
    return word.replace("\u2019", "'") in first_names()


def is_place(words: str) -> bool:
    """Whether `words` are a place in general use."""
    return form_key(words) in places()


def is_no_secret(words: str) -> bool:
    """Whether `words` are of those that identify nobody."""
    return form_key(words) in no_secrets()


#: Words that begin the names of villages.
BEFORE_PLACE = frozenset(
    words_of(
        "marsh old new great little upper lower north south east west long market high nether over bishops kings abbey"
        " castle black white temple church moor"
    )
)

#: The ends of English place names.
_TOWN = words_of(
    "ton ham by thorpe ford bury borough burgh brough wick wich worth field mouth pool chester caster cester"
    " shire combe mere ley dale stead bridge gate minster haven stow hurst den fleet holme toft beck kirk moor"
    " well wood marsh hampton stoke bourne quay vale isle port"
)


def sounds_like_a_place(word: str) -> bool:
    """Whether a word (in small letters) ends as English places do and is not a name that does so too."""
    return len(word) > 5 and not is_name(word) and word.endswith(tuple(_TOWN))
