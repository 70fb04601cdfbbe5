"""The facts that the reporting checklists COREQ and SRQR ask for, as far as the project knows them.

Tong, A., Sainsbury, P., Craig, J. (2007). Consolidated criteria for reporting qualitative research (COREQ): a
32-item checklist for interviews and focus groups. International Journal for Quality in Health Care 19(6), 349-357.
O'Brien, B. C., Harris, I. B., Beckman, T. J., Reed, D. A., Cook, D. A. (2014). Standards for reporting qualitative
research: a synthesis of recommendations. Academic Medicine 89(9), 1245-1251.

Nothing is made up: what the project does not know has an empty answer, which writers show as the author's to fill in.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.report.report import Fact, Provenance
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions import trust
from rrt_qual.store.figures import reporting
from rrt_qual.store.interviews import interviews

#: The items of both checklists, in COREQ's order, then those that SRQR alone has: key, topic, COREQ, SRQR.
ITEMS = (
    ("interviewers", "Who held the interviews", "1", "S6"),
    ("credentials", "Their credentials, occupation, gender, experience and training", "2-5", "S6"),
    ("relationship", "Their relationship with the participants, and what those knew of them", "6-7", "S6"),
    ("characteristics", "Their assumptions and interests in the matter", "8", "S6"),
    ("orientation", "Methodological orientation", "9", "S5"),
    ("sampling", "How participants were chosen and approached", "10-11", "S8"),
    ("size", "Number of participants", "12", "S8, S12"),
    ("refused", "How many refused or dropped out, and why", "13", "S8"),
    ("setting", "Where the interviews were held, and who else was present", "14-15", "S7"),
    ("sample", "Characteristics of the sample", "16", "S12"),
    ("guide", "The interview guide", "17", "S11"),
    ("repeat", "Repeat interviews", "18", "S10"),
    ("recording", "Recording and transcripts", "19", "S11, S13"),
    ("notes", "Field notes", "20", "S10"),
    ("duration", "Duration of the interviews", "21", "S10"),
    ("saturation", "Saturation", "22", "S8"),
    ("returned", "Whether transcripts were returned to participants", "23", "S15"),
    ("coders", "Who coded, and how many", "24", "S14"),
    ("tree", "The coding tree", "25", "S14"),
    ("derivation", "Where the themes come from", "26", "S14"),
    ("software", "Software", "27", "S14"),
    ("suggestions", "What help coders had from suggestions", "27", "S14, S15"),
    ("share", "Share of the interviews that was coded", "24", "S14"),
    ("agreement", "Agreement between coders", "24", "S15"),
    ("checking", "Whether participants gave feedback on the findings", "28", "S15"),
    ("quotations", "Quotations", "29", "S17"),
    ("consistency", "Consistency of data and findings", "30", "S16, S17"),
    ("themes", "Major and minor themes", "31-32", "S16"),
    ("title", "Title, abstract, problem and purpose", "", "S1-S4"),
    ("ethics", "Ethical approval and consent", "", "S9"),
    ("integration", "What the findings add to what was known, and their limits", "", "S18-S19"),
    ("interests", "Conflicts of interest and funding", "", "S20-S21"),
)

NOT_MEASURED = "not measured yet"


def facts(
    project: Project,
    codebook: Codebook,
    origin: Provenance,
    *,
    wave: str | None,
    quotes: int,
    held: int,
    more: Mapping[str, str] | None = None,
) -> tuple[Fact, ...]:
    """Every item of the checklists, answered where the project knows; `more` are answers found elsewhere, by key."""
    known = {
        "size": _size(project, origin, wave),
        "sample": _sample(project, wave),
        "repeat": _repeat(project),
        "recording": _recording(project, wave),
        "duration": _duration(project, wave),
        "coders": _coders(project, origin, wave),
        "tree": _tree(codebook),
        "derivation": _derivation(origin),
        "software": f"{origin.program}, on the researchers' own machine; it sends no text anywhere.",
        "suggestions": _suggestions(project, wave),
        "share": f"{origin.base[:1].upper()}{origin.base[1:]}.",
        "agreement": NOT_MEASURED,
        "quotations": _quotations(quotes, held),
        "themes": "See the sheet of frequencies: interviews with their base, 95 % interval, and passages.",
        **(more or {}),
    }
    return tuple(Fact(topic, coreq, srqr, known.get(key, "")) for key, topic, coreq, srqr in ITEMS)


def _size(project: Project, origin: Provenance, wave: str | None) -> str:
    if origin.interviews is None:
        return "Too few to be told without pointing at somebody."
    people = {h.participant for h in interviews.heads(project.conn) if wave in (None, h.wave) and h.participant}
    who = f" with {len(people)} participants" if people else ""
    return f"{origin.interviews} interviews{who}."


def _sample(project: Project, wave: str | None) -> str:
    waves = [wave] if wave else interviews.waves(project.conn)
    names = [name for name in interviews.attribute_names(project.conn) if name != "wave"]
    described = f"described by {', '.join(names)}" if names else "no attributes are recorded"
    return (
        f"Waves: {', '.join(waves) or 'none'}; participants are {described}." if names else f"{described.capitalize()}."
    )


def _repeat(project: Project) -> str:
    people, again = reporting.repeated(project.conn)
    return f"{again} of {people} participants were interviewed in more than one wave." if people else ""


def _recording(project: Project, wave: str | None) -> str:
    found = reporting.formats(project.conn, wave)
    return "Transcripts: " + ", ".join(f"{n} {kind}" for kind, n in found.items()) + "." if found else ""


def _duration(project: Project, wave: str | None) -> str:
    """Of the interviews whose transcripts have times; no range, whose ends would be single interviews."""
    found = reporting.durations(project.conn, wave)
    if not found:
        return ""
    minutes = max(1, round(median(found) / 60_000))
    return f"Median {minutes} minutes, by the times in {len(found)} transcripts."


def _coders(project: Project, origin: Provenance, wave: str | None) -> str:
    if not origin.coders:
        return "Nobody has coded yet."
    origins = reporting.origins(project.conn, wave)
    parts = [f"{name} ({_codings(origins.get(name, {}))})" for name in origin.coders]
    return f"{len(origin.coders)}: {', '.join(parts)}."


def _codings(by_origin: Mapping[str, int]) -> str:
    counted = {kind: n for kind, n in by_origin.items() if kind != "machine"}
    number = sum(counted.values())
    words = {"hand": "by hand", "accepted": "from a suggestion", "imported": "imported"}
    detail = ", ".join(f"{n:,} {words[kind]}" for kind, n in counted.items())
    return f"{number:,} coding{'' if number == 1 else 's'}: {detail}" if number else "marked as done alone"


def _tree(codebook: Codebook) -> str:
    sizes = (len(codebook.domains), len(codebook.indicators), len(codebook.themes))
    return "{} domains, {} indicators, {} themes, in the codebook; a coding may say strength, risk or solution.".format(
        *sizes
    )


def _derivation(origin: Provenance) -> str:
    return (
        f"From the codebook '{origin.codebook}', version {origin.codebook_version}; it is revision {origin.revision}"
        " of the codebook in the project, and the project keeps the revisions before."
    )


def _suggestions(project: Project, wave: str | None) -> str:
    machine = sum(n.get("machine", 0) for n in reporting.origins(project.conn, wave).values())
    taken = any(n.get("accepted") for n in reporting.origins(project.conn, None).values())
    parts = [
        f"{one.coder} took up a suggestion in {one.accepted.count:,} of {one.accepted.base:,} coded segments"
        for one in (trust.report(project).followed if taken else ())  # which reads every segment
        if one.accepted.count
    ]
    said = f"In all waves: {'; '.join(parts)}." if parts else "No coding came of a suggestion."
    return f"{said} {machine:,} codings made by the machine alone are counted nowhere." if machine else said


def _quotations(quotes: int, held: int) -> str:
    if not quotes and not held:
        return ""
    return f"{quotes} quotes are printed; {held} were held back by the checks of confidentiality."
