"""XMP: the packet of properties that pictures of every format carry (ISO 16684-1).

A packet is RDF in XML. Only its simple properties are read: texts and addresses of the description itself. What
others wrote is parsed by expat with document types refused, so that there are no entities to expand or to fetch.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final
from xml.parsers import expat

from hwasil.core.errors import Corrupt

MAX_PACKET: Final = 8_000_000

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PREFIXES: Final[Mapping[str, str]] = {
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "hwasil": "urn:x-hwasil:xmp:1.0:",
}

_BOM: Final = "\ufeff"
_PACKET_ID: Final = "W5M0MpCehiHzreSzNTczkc9d"  # the same in every packet there is (ISO 16684-1, 7.3.2)
_DESCRIPTION: Final = f"{RDF} Description"
_RESOURCE: Final = f"{RDF} resource"


def packet(properties: Mapping[str, str]) -> bytes:
    """Return a packet of properties, each named with its prefix: ``{"xmp:CreatorTool": "Hwasil"}``."""
    used = {name.partition(":")[0] for name in properties}
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in PREFIXES.items() if prefix in used)
    lines = "".join(f"<{name}>{escape(text)}</{name}>\n" for name, text in properties.items())
    return (
        f'<?xpacket begin="{_BOM}" id="{_PACKET_ID}"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about=""{spaces}>\n'
        f'{lines}</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()


def properties(data: bytes) -> dict[str, str]:
    """Return the simple properties of a packet, those of the namespaces that are known here.

    Raises Corrupt for what is no XML, has a document type, or is too large.
    """
    if len(data) > MAX_PACKET:
        raise Corrupt("provenance_metadata_unreadable")
    reading = _Reading()
    parser = expat.ParserCreate("utf-8", " ")  # as every packet in these formats is, whatever it says
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as problem:
        raise Corrupt("provenance_metadata_unreadable") from problem
    return reading.found


def _refuse(*_: object) -> None:
    raise Corrupt("provenance_metadata_unreadable")


class _Reading:
    """The properties of a packet as they are come by. Expat calls it; nothing here recurses."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._depth = 0
        self._inside: int | None = None  # how deep the description is that is being read
        self._name: str | None = None
        self._pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        self._depth += 1
        if name == _DESCRIPTION and self._inside is None:
            self._inside = self._depth
            for each, value in attributes.items():
                self._keep(_prefixed(each), value)
        elif self._inside is not None and self._depth == self._inside + 1:
            self._name = _prefixed(name)
            self._pieces = [attributes.get(_RESOURCE, "")]

    def text(self, text: str) -> None:
        """Take the text of an element."""
        if self._name is not None:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        """Leave an element."""
        if self._inside is not None and self._depth == self._inside + 1:
            self._keep(self._name, "".join(self._pieces))
            self._name = None
        elif self._depth == self._inside:
            self._inside = None
        self._depth -= 1

    def _keep(self, name: str | None, value: str) -> None:
        if name is not None and value.strip():
            self.found.setdefault(name, value)


def _prefixed(name: str) -> str | None:
    """Return the name of a property with our prefix of its namespace; None for any other namespace."""
    uri, _, own = name.rpartition(" ")
    prefix = next((prefix for prefix, known in PREFIXES.items() if known == uri), None)
    return None if prefix is None else f"{prefix}:{own}"
