"""Files that no page should choke on."""

from __future__ import annotations

import struct
import zlib
from typing import Final

_SCRIPT: Final = b'<svg xmlns="http://www.w3.org/2000/svg"><script>document.title="owned"</script></svg>'


def png(width: int, height: int) -> bytes:
    """Return a PNG that says it has a size, and holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


# Name, bytes, and words of what is said about it.
REFUSED: Final = {
    "program": ("setup.png", b"MZ\x90\0" + bytes(5000), "picture"),
    "script": ("drawing.png", _SCRIPT, "picture"),
    "bomb": ("large.png", png(30_000, 30_000), "more than 40 million"),
    "broken": ("half.png", png(64, 64)[:-20], "damaged"),
    "nothing": ("empty.png", b"", "picture"),
}
# These do not even leave the browser.
TURNED_BACK: Final = {
    "60 MB": ("huge.png", png(64, 64) + bytes(60_000_000)),
    "SVG": ("drawing.svg", _SCRIPT),
    "program": ("setup.exe", b"MZ\x90\0"),
}
WORDS: Final = (
    '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script> **bold** $x^2$ :red[x] '
    "[a](javascript:alert(1)) ![](http://192.0.2.1/x.png)"
)
