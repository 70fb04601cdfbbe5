"""Places, teams and bodies by the form of their names: what they end or begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.privacy.words import lexicon
from rrt_qual.privacy.words.reasons import WordHit, hit
from rrt_qual.privacy.words.wordlist import words_of

_I = re.IGNORECASE
_CAP = r"(?:[A-Z\u00c0-\u00de][\w\u00c0-\u024f]*(?:['\u2019-][\w\u00c0-\u024f]+)*)"
_CAPS = rf"(?:(?:St\.?|Saint)\s+)?{_CAP}(?:\s+(?:(?:of|the|and|&|upon|on|le|in)\s+)*{_CAP}){{0,4}}"

_ROAD = (
    r"Road|Rd|Street|Lane|Close|Avenue|Ave|Drive|Crescent|Terrace|Grove|Gardens|Square|Walk"
    r"|Mews|Rise|Parade|Row|Place|Way|View|Green|Hill|Bank|Gate|Drove|Fen|Embankment|Bypass"
    r"|Yard|Croft|Chase|Corner|Meadows?|Fields?|Vale|Mount|Passage|Alley|Mead|Orchard|Paddock|Ridge"
    r"|Wynd|Brae"
)
_SITE = (
    r"House|Hall|Lodge|Court|Building|Buildings|Centre|Center|Library|Hospital|Infirmary|Hospice"
    r"|Church|Chapel|Mosque|Temple|Cathedral|Cemetery|Station|Hotel|Inn|Arms|Farm|Park|Estate"
    r"|Bridge|Quay|Wharf|Docks?|Mill|Brewery|Granary|Exchange|Works|Market|Tower|Towers|Point"
    r"|Villa|Villas|Cottage|Cottages|Manor|Grange|Abbey|Priory|Castle|Marina|Beach|Common|Wood"
    r"|Woods|Marsh|Moor|Island|Valley|Heath|Roundabout|Junction|Pier|Stadium|Arena|Leisure\s+Centre"
    r"|Family\s+Centre|Children['\u2019]s\s+Centre|Community\s+Centre|Family\s+Hub|Industrial\s+Estate"
    r"|Business\s+Park|Retail\s+Park|Civic\s+Centre|Town\s+Hall|County\s+Hall|Day\s+Centre|Refuge"
    r"|Unit"
)
_BODY = (
    r"(?:(?:County|Borough|City|District|Town|Parish|Metropolitan|Unitary|London\s+Borough)\s+)*Council"
    r"|Local\s+Authority|Authority|(?:NHS\s+)?(?:Foundation\s+)?Trust|(?:Primary|Secondary|Infant"
    r"|Junior|Grammar|High|Special|Community|Church|Free|First|Middle|Prep|Comprehensive)*\s*School"
    r"|Academy|College|University|Nursery|Pre-?school|Surgery|Medical\s+(?:Centre|Practice)"
    r"|Health\s+Centre|Clinic|Housing(?:\s+Association)?|Ltd|Limited|PLC|Plc|LLP|Agency|Recruitment"
    r"|Personnel|Police|Constabulary|Prison|Foundation|Charity|Society|Association|Partnership"
    r"|Group|Solicitors|Chambers|Social\s+Care|Care\s+Homes?|Care|Homes|Fostering(?:\s+(?:Agency"
    r"|Services?))?|Children['\u2019]s\s+(?:Services|Trust|Home)|Services|Consultancy|Consulting"
    r"|Federation|Institute|Ministry|Department|Fire\s+(?:and\s+)?Rescue|Ambulance|United|Rovers"
    r"|FC|Church|Project|Mission|Aid|Network|Alliance|Collective|Club"
)
_COMPASS = r"(?:North|South|East|West|Central|Mid|Coast|Coastal|Rural|City|Northern|Southern|Eastern|Western|N|S|E|W)"
_WHICH = rf"(?:\s+(?:{_COMPASS}(?:[\s-]+{_COMPASS})?|[A-D1-9]|One|Two|Three|Four|Five)\b)?"
_TEAM_NAME = (
    r"(?:Assessment(?:\s+and\s+(?:Intervention|Safeguarding|Support))?|Referral\s+and\s+Assessment"
    r"|Family\s+(?:Safeguarding|Help|Support|Solutions|Intervention|Assessment|Group\s+Conferenc"
    r"(?:e|ing)|Time)|Safeguarding|Children\s+in\s+(?:Care|Need)|Children\s+Looked\s+After|Child"
    r"(?:ren)?\s+(?:in\s+Care\s+and\s+)?Protection|Looked\s+After(?:\s+Children)?|Cared\s+For"
    r"(?:\s+Children)?|Leaving\s+Care|Care\s+Leavers?|Through\s*-?\s*care|Aftercare|After\s*care"
    r"|Fostering(?:\s+and\s+Adoption)?|Adoption|Kinship(?:\s+Care)?|Connected\s+(?:Persons|Carers)"
    r"|Permanence|Front\s+Door|MASH|Duty(?:\s+and\s+(?:Assessment|Advice))?|Intake|First\s+"
    r"(?:Response|Contact|Point)|Single\s+Point\s+of\s+Access|Contact\s+and\s+Referral|Court"
    r"(?:\s+(?:Team|Work))?|Edge\s+of\s+Care|Early\s+Help|Early\s+Intervention|Children(?:['\u2019]s)?\s+with\s+Disabilit"
    r"(?:ies|y)|Disabled\s+Children(?:['\u2019]s)?|Children['\u2019]s\s+Disabilit(?:y|ies)|Disabilit"
    r"(?:y|ies)|SEND|CWD|Emergency\s+Duty|Out\s+of\s+Hours|EDT|Youth\s+(?:Justice|Offending)"
    r"|YOT|Adult(?:s|\s+(?:Mental\s+Health|Social\s+Care|Safeguarding|Care))?|Adults|Hospital"
    r"(?:\s+(?:Discharge|Social\s+Work))?|Discharge|(?:Community\s+)?Mental\s+Health|Learning\s+Disabilit"
    r"(?:y|ies)|Locality|Transitions?|Reablement|Older\s+(?:People|Adults)|Substance\s+Misuse"
    r"|Sensory(?:\s+Impairment)?|Exploitation|Missing|Unaccompanied(?:\s+(?:Minors|Children))?"
    r"|Asylum|Virtual\s+School|Quality\s+Assurance|Reviewing|Pre-?birth|Intensive\s+Support"
    r"|Targeted\s+(?:Support|Help)|Domestic\s+Abuse|No\s+Recourse|Participation|Contact|Placements?"
    r"|Commissioning|Practice\s+Improvement|Neighbourhood|Occupational\s+Therapy|Crisis|Rapid\s+Response"
    r"|Forensic|Outreach|Multi-?\s?Systemic\s+Therapy|Aspire)"
)
_SERVICE = r"(?:\s+(?:[Tt]eams?|[Ss]ervices?|[Hh]ubs?|[Uu]nit|[Pp]od|[Ss]quad))?"

_PLACE_FORM = re.compile(
    rf"\b(?:the\s+)?{_CAPS}\s+(?:{_ROAD}|{_SITE})\b(?!['\u2019][a-z])(?!\s+(?:Council|School|Academy|Primary))"
)
_OLD = re.compile(rf"\b(?:the\s+)?(?:Old|Former|New)\s+{_CAP}(?:\s+{_CAP})?")
_ADDRESS = re.compile(
    rf"\b(?:[Ff]lat\s+\d+[A-Za-z]?,?\s+)?\d{{1,4}}[A-Za-z]?,?\s+{_CAPS}\s+(?:{_ROAD}|Court|House"
    rf"|Estate|Park)\b|\b[Ff]lat\s+\d+[A-Za-z]?,\s+{_CAPS}|\bRoom\s+\d+\b"
)
_SAINT = re.compile(rf"\bS(?:t|aint)\.?\s+{_CAP}(?:['\u2019]s?)?(?:\s+{_CAP})?")
_ESTATE = re.compile(
    rf"\b(?:the\s+)?{_CAP}(?:\s+{_CAP})?\s+(?:estate|site|office|offices|building|centre|hub"
    rf"|area|ward|end|flats|children's\s+home|children\u2019s\s+home|library|hospital|prison"
    rf"|market|campus|bypass|roundabout)\b"
)
_ORG_FORM = re.compile(rf"\b{_CAPS}\s+(?:{_BODY})\b(?:['\u2019]s\b)?(?!\s+(?:Team|team|Road|Street))")
_ORG_LOWER_END = re.compile(
    rf"\b{_CAP}(?:\s+{_CAP}){{0,3}}\s+(?:(?:county|city|borough|district|town|parish)\s+)?(?:council"
    rf"|school|college|university|academy|nursery|surgery|police|constabulary|prison|housing"
    rf"|primary|secondary|high\s+school|uni|agency|trust)\b"
)
_ORG_START = re.compile(
    rf"\b(?:University|College|Bank|Church|Diocese|Borough|City|County|London\s+Borough|Royal\s+Borough)\s+of\s+{_CAPS}"
    rf"|\bHM[PY]\s+{_CAPS}|\bHMP\b|\bYOI\s+{_CAPS}"
)
_KNOWN_BODY = re.compile(
    r"\b(?:Barnardo(?:'|\u2019)?s|Action\s+for\s+Children|Women(?:'|\u2019)s\s+Aid|Save\s+the\s+Children"
    r"|Salvation\s+Army|The\s+Children(?:'|\u2019)s\s+Society|Family\s+Action|Catch22|Home[-\s]Start"
    r"|Sure\s+Start|Kooth|Place2Be|Refuge|Shelter|Mind|Relate|Mencap|Scope|Turning\s+Point|Addaction"
    r"|Change\s+Grow\s+Live|Samaritans|Citizens\s+Advice|Red\s+Cross|Age\s+UK|Asda|Morrisons"
    r"|Serco|Capita|NSPCC|Childline|Prospects|Sanctuary)\b"
)
_TEAM_CAPS = re.compile(rf"\b(?:(?:{_COMPASS}|{_CAP})\s+)?{_TEAM_NAME}{_WHICH}{_SERVICE}\b")
_TEAM_ANY = re.compile(
    rf"\b(?P<name>{_CAPS})(?P<tail>\s+(?:[Tt]eam|[Ss]ervice|[Hh]ub|[Uu]nit|[Pp]od)(?:\s+(?:[A-D1-9]"
    rf"|One|Two|Three|Four)\b)?)(?!\s*(?:manager|leader|meeting|lead))"
)
_TEAM_LOWER = re.compile(
    rf"\b(?:(?:north|south|east|west|central)\s+)?{_TEAM_NAME}(?:\s+(?:north|south|east|west"
    rf"|central|one|two|three))?\s+(?:team|service|hub|unit|pod)\b",
    _I,
)

_LOWER_PLACE = re.compile(
    r"\b(?P<name>(?:st\s+)?[a-z][a-z'\u2019-]+(?:\s+[a-z][a-z'\u2019-]+)?)\s+(?P<end>road|street"
    r"|lane|close|avenue|drive|crescent|terrace|grove|gardens|house|hall|lodge|court|hospital"
    r"|infirmary|library|academy|school|primary|college|university|council|borough\s+council"
    r"|city\s+council|county\s+council|district\s+council|estate|quay|centre)\b"
)
_KNOWN_LOWER = re.compile(
    r"\b(?:county\s+hall|town\s+hall|city\s+hall|civic\s+centre|barnardo'?s|women'?s\s+aid|front\s+door"
    r"|mash|youth\s+justice|youth\s+offending|leaving\s+care|family\s+safeguarding|children\s+in\s+care"
    r"|early\s+help)\b"
)
_TEAM_ONLY_LOWER = ("front", "mash", "youth", "leavi", "famil", "child", "early")
_PLAIN = frozenset(
    words_of(
        "main side back high ring dual wrong same other whole open close front first next my your his her our"
        " their the a an this that fast slow long public private general local new old big little primary"
        " secondary special boarding grammar family crown youth magistrates county civil high council care nursing"
        " health day community children's childrens own safe full empty nice lovely sunday city town borough"
        " district parish nice of in on to at and or for from with"
    )
)


def structures(text: str) -> Iterator[WordHit]:
    """Places, bodies and teams in text that is written with capitals."""
    for pattern, kind, cause in (
        (_ADDRESS, FindKind.PLACE, "address"),
        (_PLACE_FORM, FindKind.PLACE, "place-form"),
        (_SAINT, FindKind.PLACE, "place-form"),
        (_ESTATE, FindKind.PLACE, "place-form"),
        (_ORG_START, FindKind.ORGANISATION, "organisation"),
        (_ORG_FORM, FindKind.ORGANISATION, "organisation"),
        (_ORG_LOWER_END, FindKind.ORGANISATION, "organisation"),
        (_TEAM_ANY, FindKind.TEAM, "team"),
        (_TEAM_CAPS, FindKind.TEAM, "team"),
    ):
        for m in pattern.finditer(text):
            start, end = _without_openers(text, m.start(), m.end())
            if _begins_a_name(text, start, end, m.start()) and _is_name(text[start:end], kind):
                yield hit(start, end, kind, cause)
    for m in _OLD.finditer(text):
        if not m.group().startswith(("New", "Former")):
            yield hit(m.start(), m.end(), FindKind.PLACE, "place-word")
    for m in _KNOWN_BODY.finditer(text):
        yield hit(m.start(), m.end(), FindKind.ORGANISATION, "organisation-known")
    for m in _TEAM_LOWER.finditer(text):
        yield hit(m.start(), m.end(), FindKind.TEAM, "team-lower")


def structures_lower(low: str, offset: int = 0) -> Iterator[WordHit]:
    """Places, bodies and teams in text (all in small letters) that was written without capitals."""
    for m in _LOWER_PLACE.finditer(low):
        words = m["name"].split()
        while len(words) > 1 and (words[0] in _PLAIN or words[0] in lexicon.FUNCTION):
            words = words[1:]
        if words[-1] in _PLAIN or words[-1] in lexicon.FUNCTION:
            continue
        start = m.end("name") - len(" ".join(words))
        body = m["end"].endswith(("council", "school", "academy", "college", "university", "primary"))
        kind = FindKind.ORGANISATION if body else FindKind.PLACE
        sure = not lexicon.is_ordinary(words[-1])
        if m["end"] in ("close", "drive", "court") and (not sure or "'" in words[-1]):
            continue
        if sure or m["end"] in ("road", "street", "lane", "close", "avenue", "house", "hall", "court", "quay"):
            yield hit(offset + start, offset + m.end(), kind, "place-form" if sure else "place-form-lower")
    for m in _KNOWN_LOWER.finditer(low):
        team = m.group()[:5] in _TEAM_ONLY_LOWER or m.group() == "mash"
        yield hit(
            offset + m.start(),
            offset + m.end(),
            FindKind.TEAM if team else FindKind.PLACE,
            "team-lower" if team else "place-form-lower",
        )
    for m in _TEAM_LOWER.finditer(low):
        yield hit(offset + m.start(), offset + m.end(), FindKind.TEAM, "team-lower")


def _begins_a_name(text: str, start: int, end: int, at: int) -> bool:
    """Whether what is left without openers still begins as a name does."""
    words = text[start:end]
    if not words or not (words[0].isupper() or words[0].isdigit() or words.startswith(("the ", "flat "))):
        return False
    first, _, rest = words.partition(" ")
    if rest.islower() and (
        lexicon.is_no_secret(first) or (start == at and lexicon.is_ordinary(first.lower()) and _opens(text, at))
    ):
        return False
    return not lexicon.is_no_secret(words)


def _opens(text: str, at: int) -> bool:
    return not re.search(r"[\w,][\s]+$", text[max(0, at - 4) : at])


def _without_openers(text: str, start: int, end: int) -> tuple[int, int]:
    """A name without the small words that open the sentence before it: 'And Ferry Road', 'When Ferry Road'."""
    while m := re.match(r"(?:[Tt]he|[\w\u2019']+)\s+", text[start:end]):
        first = m.group().strip().lower().replace("\u2019", "'")
        if first not in lexicon.FUNCTION and first.split("'")[0] not in (
            "i",
            "it",
            "that",
            "he",
            "she",
            "we",
            "they",
            "there",
            "what",
        ):
            break
        if (
            first in ("old", "new", "first", "same", "great", "little", "upper", "lower", "one", "two")
            and text[start].isupper()
            and first != "same"
        ):
            break
        start += m.end()
    return start, end


_GENERIC = re.compile(
    r"^(?:(?:Social|Children(?:['\u2019]s)?|Adult|Family|Health|Public|Primary|Secondary|High"
    r"|Local|Human|Civil|Crown|County|Youth|Magistrates['\u2019]?|Special|Mental|Foster|Nursing)\s+)*"
    r"(?:Services?|School|Care|Court|Authority|Council|Police|Trust|Department|Housing|Centre"
    r"|Association|Hospital|Group|Project|Way|Point|Place|Row|Green|Hill|View|Walk|Market|Court"
    r"|Park|Care|Prison|University|College|Education|Unit|Team|Hub|Club)$"
)


def _is_name(words: str, kind: FindKind) -> bool:
    if kind is FindKind.TEAM:
        return (
            len(words) > 3
            and words.lower()
            not in (
                "the team",
                "team",
                "the service",
                "service",
                "contact",
                "missing",
                "placement",
                "placements",
                "crisis",
                "duty",
                "hospital",
                "review",
                "reviewing",
                "discharge",
                "asylum",
            )
        ) or words.isupper()
    return not _GENERIC.match(words)
