"""Codebooks in YAML: read with every fault at once, and written so that they read back the same."""

from __future__ import annotations

from typing import Any

from rrt_qual.domain.codebook import Codebook, Domain, Example, Indicator, Stance, Theme
from rrt_qual.ingest.codebook.nodes import Plain, parse
from rrt_qual.ingest.codebook.rules import CodebookEntry, entries, note_rules
from rrt_qual.ingest.codebook.schema import note_structure
from rrt_qual.ingest.codebook.shape import canonical
from rrt_qual.ingest.codebook.write import write_codebook_yaml
from rrt_qual.ingest.faults import CodebookFaults, Fault, FaultList

__all__ = ["CodebookFaults", "Fault", "load_yaml", "parse_codebook_yaml", "write_codebook_yaml"]


def parse_codebook_yaml(text: str, name: str = "codebook.yaml") -> Codebook:
    """The codebook in `text`; `name` stands for the file in sentences. Raises CodebookFaults."""
    return _or_raise(*load_yaml(text.encode("utf-8", "surrogatepass"), name))


def _or_raise(codebook: Codebook | None, faults: FaultList) -> Codebook:
    if codebook is None:
        raise CodebookFaults(faults.errors)
    return codebook


def load_yaml(raw: bytes, name: str) -> tuple[Codebook | None, FaultList]:
    """The codebook in `raw` (None when there is at least one error) with all errors and warnings."""
    faults = FaultList(name)
    try:
        text = _decode(raw, faults)
        plain = None if text is None else parse(text, faults)
        if plain is not None:
            _note_faults(plain, faults)
        if plain is None or faults.errors:
            return None, faults
        return _build(plain.data), faults
    except RecursionError:
        faults.error(1, "the themes stand inside one another too deeply to be read.", "Use 'parent: …' instead.")
        return None, faults


def _decode(raw: bytes, faults: FaultList) -> str | None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults.error(1, "the file is saved as UTF-16, not UTF-8.", "Save it again as UTF-8.")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = "the file is not saved as UTF-8: this line has a letter that cannot be read."
        faults.error(line, what, "Save it again as UTF-8; editors offer that as the 'encoding'.")
        return None


def _note_faults(plain: Plain, faults: FaultList) -> None:
    note_structure(plain, faults)
    if isinstance(plain.data, dict):
        note_rules(plain, faults)


def _build(data: dict[str, Any]) -> Codebook:
    found = list(entries(data))
    return canonical(
        Codebook(
            id=data["id"],
            name=data["name"],
            version=int(data["version"]),
            language=data.get("language", "en"),
            description=data.get("description", ""),
            stances=tuple((Stance(s["id"]), s["means"]) for s in data.get("stances", ())),
            domains=tuple(
                Domain(e.values["id"], e.values["name"], e.values.get("colour", ""))
                for e in found
                if e.kind == "domain"
            ),
            indicators=tuple(_indicator(e) for e in found if e.kind == "indicator"),
            themes=tuple(_theme(e) for e in found if e.kind == "theme"),
        )
    )


def _indicator(entry: CodebookEntry) -> Indicator:
    return Indicator(
        id=entry.values["id"],
        name=entry.values["name"],
        covers=entry.values.get("covers", ""),
        domain=entry.above.id if entry.above is not None else None,
    )


def _theme(entry: CodebookEntry) -> Theme:
    indicator = entry.indicator()
    return Theme(
        id=entry.values["id"],
        name=entry.values["name"],
        colour=entry.values.get("colour", ""),
        definition=entry.values["definition"],
        use_when=entry.values.get("use_when", ""),
        not_when=entry.values.get("not_when", ""),
        examples=tuple(_example(value) for value in entry.items("examples")),
        see_also=tuple(entry.items("see_also")),
        indicator=indicator.id if indicator is not None else None,
        parent=entry.parent_id,
    )


def _example(value: str | dict[str, str]) -> Example:
    if isinstance(value, str):
        return Example(value)
    return Example(value["text"], Stance(value["stance"]) if "stance" in value else None)
