"""Posts that few people hold, and words that say somebody is the only one of their kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.privacy.words.reasons import WordHit, hit

_I = re.IGNORECASE
_OF = (
    r"(?:\s+(?:of|for)\s+(?:the\s+)?(?:[\w\u2019'-]+\s+){0,3}?(?:service|services|care|safeguarding"
    r"|practice|commissioning|education|quality|assurance|people|families|protection|HR|finance"
    r"|adults|children|improvement|learning|virtual\s+school|workforce|operations|strategy|inclusion"
    r"|fostering|adoption|partnerships?|performance|transformation|council|paid\s+service)(?:"
    r"(?:'|\u2019)s?\s+(?:services?|social\s+care))?)"
)
_RARE = re.compile(
    rf"\b(?:(?:assistant|deputy|interim|acting|executive|corporate|strategic|group|associate)\s+)*(?:"
    rf"director{_OF}|head{_OF}|heads\s+of\s+service|(?:assistant|deputy|executive|managing|interim"
    rf"|corporate|strategic)\s+directors?"
    rf"|principal\s+(?:children(?:'|\u2019)?s?'?\s+(?:and\s+families\s+)?)?(?:social\s+worker"
    rf"|practitioner|psychologist|solicitor|officer|OT|occupational\s+therapist)"
    rf"|chief\s+(?:executive|exec|officer|operating\s+officer|social\s+worker|nurse|constable)|lead\s+member(?:{_OF})?"
    rf"|cabinet\s+member(?:{_OF})?|portfolio\s+holder(?:{_OF})?|leader\s+of\s+the\s+council|council\s+leader"
    rf"|monitoring\s+officer"
    rf"|designated\s+(?:safeguarding\s+(?:lead|officer)|doctor|nurse|social\s+care\s+officer)"
    rf"|virtual\s+(?:school\s+)?head(?:teacher)?"
    rf"|local\s+authority\s+designated\s+officer|independent\s+reviewing\s+officers?|practice\s+"
    rf"(?:lead|development\s+manager|development\s+lead)"
    rf"|workforce\s+development\s+(?:manager|lead|officer)|(?:strategic|operational|principal"
    rf"|safeguarding|MASH|ASYE|QA|quality\s+assurance|domestic\s+abuse|exploitation)\s+(?:lead"
    rf"|coordinator|co-ordinator|manager)"
    rf"|clinical\s+(?:lead|psychologist)|(?:police|youth)\s+commissioner|director(?=\s+(?:herself"
    rf"|himself))|consultant\s+social\s+workers?"
    rf"|children(?:'|\u2019)s\s+guardian|mayor|chair(?:man|woman|person)?\s+of\s+(?:the\s+)?[\w\s]{{3,30}}?"
    rf"(?:panel|board|committee)"
    rf")\b",
    _I,
)
_COMMON = re.compile(
    r"\b(?:service\s+managers?|group\s+managers?|area\s+managers?|district\s+managers?|locality\s+managers?"
    r"|operations\s+managers?|practice\s+managers?"
    r"|practice\s+educators?|DCS|DASS|headteacher|head\s+teacher|AMHP\s+lead)\b",
    _I,
)
_STAFF = (
    r"(?:social\s+workers?|workers?|managers?|practitioners?|officers?|supervisors?|nurses?"
    r"|therapists?|psychologists?|assistants?|AMHPs?|SWs?|IROs?|ASYEs?|NQSWs?|educators?|advisers?"
    r"|advisors?|coordinators?|teachers?|carers?|interpreters?|speakers?|students?|OTs?|PSWs?"
    r"|seniors?|social\s+work\s+assistants?)"
)
_SOMEBODY = r"(?:person|one|man|woman|male|female|bloke|lad|girl|guy|mum|dad|parent|people)"
_TRAIT = (
    r"(?:black|white|asian|african|polish|romanian|lithuanian|nigerian|pakistani|indian|muslim"
    r"|sikh|hindu|jewish|christian|catholic|gay|lesbian|trans|disabled|deaf|blind|male|female"
    r"|welsh|scottish|irish|\w+-speaking|part-time|full-time|permanent|single|pregnant|autistic"
    r"|dyslexic|foreign|wheelchair)"
)
_WORD = r"(?:[\w\u2019'-]+\s+)"
_WHERE = (
    r"(?:\s+(?:in|at|for|on|across|within|of|here\s+in)\s+(?:the\s+|our\s+|my\s+|all\s+of\s+)*"
    r"(?:whole\s+|entire\s+)?[\w\u2019'-]+(?:\s+(?:team|office|council|service|county|department"
    r"|building|floor|borough|city|town|authority|hub|area)\b|(?:\s+[A-Z][\w\u2019'-]+)+)?)?"
)
_ONLY = re.compile(
    rf"\b(?:the|their|our|its|as|your)\s+(?:only|sole|lone|one\s+and\s+only)\s+{_WORD}{{0,5}}?{_STAFF}\b{_WHERE}", _I
)
_ONLY_TRAIT = re.compile(
    rf"\b(?:the|their|our|your)\s+(?:only|sole|lone|first|one|oldest|youngest)\s+{_WORD}{{0,2}}?{_TRAIT}\s+{_WORD}{{0,2}}?"
    rf"(?:{_STAFF}|{_SOMEBODY})\b{_WHERE}",
    _I,
)
_ONLY_ONE = re.compile(
    rf"\b(?:the)\s+(?:only|sole)\s+{_WORD}{{0,2}}?{_SOMEBODY}\s+(?:in|at|on)\s+(?:the|our|this)\s+"
    rf"(?:whole\s+)?(?:team|office|council|service|county|department|building|borough|city|town"
    rf"|authority)\b",
    _I,
)
_MOST = re.compile(
    rf"\b(?:the\s+)?(?:oldest|youngest|longest[\s-]serving|most\s+senior|first\s+ever)\s+{_WORD}{{0,3}}?{_STAFF}\b"
    rf"(?:\s+in\s+the\s+(?:team|office|council|service|county|building))?",
    _I,
)


def titles(text: str) -> Iterator[WordHit]:
    """Every post and every 'only one' in `text`."""
    for pattern, cause in ((_RARE, "title"), (_COMMON, "title-common"), (_ONLY, "only"), (_ONLY_TRAIT, "only"),
                           (_ONLY_ONE, "only-maybe"), (_MOST, "only-maybe")):  # fmt: skip
        for m in pattern.finditer(text):
            yield hit(m.start(), m.end(), FindKind.JOB_TITLE, cause)
