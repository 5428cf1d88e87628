from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.errors import Corrupt
from hwasil.library.provenance.xmp import MAX_PACKET, packet, properties

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
# What XML can hold; line ends other than "\n" become one (XML 1.0, 2.11).
_XML = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"))


@given(st.dictionaries(st.sampled_from(["xmp:CreatorTool", "hwasil:Story", "dc:title"]), _XML))
def test_properties_come_back(said: dict[str, str]) -> None:
    assert properties(packet(said)) == {name: text for name, text in said.items() if text.strip()}


@pytest.mark.parametrize(
    "body",
    [
        '<rdf:Description rdf:about="" xmp:CreatorTool="Paint"/>',
        "<rdf:Description><xmp:CreatorTool>Paint</xmp:CreatorTool></rdf:Description>",
        '<rdf:Description><xmp:CreatorTool rdf:resource="Paint"/></rdf:Description>',
        '<rdf:Description/><rdf:Description xmp:CreatorTool="Paint" xmp:CreateDate="2026"/>',
    ],
)
def test_every_way_of_writing_a_simple_property(body: str) -> None:
    found = properties(f"<rdf:RDF {RDF}>{body}</rdf:RDF>".encode())
    assert found["xmp:CreatorTool"] == "Paint"


def test_deep_trees_are_walked_without_recursion() -> None:
    deep = "<rdf:li>" * 100_000 + "</rdf:li>" * 100_000
    inside = f"<rdf:Description><xmp:CreatorTool>{deep}Paint</xmp:CreatorTool></rdf:Description>"
    assert properties(f"<rdf:RDF {RDF}>{inside}</rdf:RDF>".encode()) == {"xmp:CreatorTool": "Paint"}


def test_a_packet_is_utf_8_whatever_it_calls_itself() -> None:
    said = packet({"dc:title": "한라산"}).replace(b'begin="\xef\xbb\xbf"', b"begin=''")
    assert properties(b'<?xml version="1.0" encoding="no-such-code"?>' + said) == {"dc:title": "한라산"}


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 100,
        b"<a><b></a>",
        b"<a>" * 1000,
        f'<!DOCTYPE x [<!ENTITY l0 "lol">{BOMB}]><x>&l9;</x>'.encode(),
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
        b'<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd"><x/>',
        b"<x>&unknown;</x>",
        b"\xff\xfe\xfd<x/>",
        b"<x>" + b" " * MAX_PACKET + b"</x>",
    ],
)
def test_what_is_no_packet(data: bytes) -> None:
    with pytest.raises(Corrupt):
        properties(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_packet_or_corrupt(data: bytes) -> None:
    with pytest.raises(Corrupt):
        properties(data)
