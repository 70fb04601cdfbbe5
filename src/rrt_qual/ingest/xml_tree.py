"""XML as a tree, within limits, and without the parts of XML that bombs are made of."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from xml.parsers import expat

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.limits import XML_DEPTH, XML_ELEMENTS, Budget

_REMEDY = "Open it in the program it comes from, save it again, and give that."
Seen = Callable[[str, Mapping[str, str]], None]


class _Builder(ET.TreeBuilder):
    """Builds the tree and counts; office programs write no document type, and with it go all entities."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._depth = 0
        self._elements = _elements(name)

    def doctype(self, *_: object) -> None:
        raise _odd(self._name)

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._depth += 1
        if self._depth > XML_DEPTH:
            raise _deep(self._name)
        self._elements.spend()
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)


def parse_xml(data: bytes, name: str) -> ET.Element:
    """The root element of an XML part of the file `name`.

    Raises:
        FileFault: it is no XML, has a document type, or is deeper or larger than the limits.
    """
    parser = ET.XMLParser(target=_Builder(name))
    try:
        parser.feed(data)
        return parser.close()
    except (ET.ParseError, ValueError, LookupError) as fault:
        raise _broken(name, fault) from None
    except MemoryError:
        raise FileFault(f"{name} is too large for this machine's memory.", "Split it.") from None


def scan_xml(data: bytes, name: str, seen: Seen) -> None:
    """Walk through an XML part without keeping it; `seen` is told each element's bare name and attributes.

    Raises:
        FileFault: as parse_xml does, or what `seen` raises.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    elements = _elements(name)
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > XML_DEPTH:
            raise _deep(name)
        elements.spend()
        seen(tag.rpartition(" ")[2], attributes)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        raise _odd(name)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise _broken(name, fault) from None


def _elements(name: str) -> Budget:
    return Budget(XML_ELEMENTS, f"{name} holds more than {XML_ELEMENTS:,} pieces of layout.", "Split it, or save anew.")


def _deep(name: str) -> FileFault:
    return FileFault(f"{name} has more than {XML_DEPTH} things inside one another.", _REMEDY)


def _odd(name: str) -> FileFault:
    return FileFault(f"{name} holds a document type, which no office program writes.", _REMEDY)


def _broken(name: str, fault: Exception) -> FileFault:
    line = getattr(fault, "lineno", None)
    if line is None:
        line = getattr(fault, "position", (0,))[0]
    return FileFault(f"{name} is damaged: a part of it is no XML{f' (line {line} of it)' if line else ''}.", _REMEDY)
