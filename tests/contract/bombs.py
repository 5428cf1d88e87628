"""Small requests that grow large in whoever reads them, sent to an endpoint of this process' own.

Run as a program it writes, a JSON line for each, what was answered, how long that took, and by how much the peak of
this process' memory had risen since the endpoint was ready. It takes a process of its own to know.
"""

from __future__ import annotations

import json
import resource
import struct
import sys
import time
import zlib
from base64 import b64encode
from collections.abc import Iterator
from urllib.parse import quote

from tests.contract.judging import judged
from tests.server.running import running
from tests.studio.drawer import new_drawer

from hwasil.server.app import create_app
from hwasil.studio.studio import Studio

TITAN = "amazon.titan-image-generator-v2:0"
COHERE = "cohere.embed-v4:0"


def png(width: int, height: int, *chunks: tuple[bytes, bytes], packed: bytes = b"") -> bytes:
    """Return a PNG whose header claims a size: after it some chunks, then the pixels as zlib packs them."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    every = ((b"IHDR", header), *chunks, (b"IDAT", packed or zlib.compress(b"\0")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in every)


def bombs() -> Iterator[tuple[str, str, bytes]]:
    """Yield names, models and bodies."""
    zeros = _zeros(300)
    yield "too many bytes", TITAN, b'{"taskType":"' + b"x" * (25_000_001 - 15) + b'"}'
    yield "a long text", TITAN, b'{"taskType":"' + b"x" * (24_900_000 - 15) + b'"}'
    yield "depth", TITAN, b"[" * 12_000_000 + b"]" * 12_000_000
    yield "many values", COHERE, b'{"input_type":"image","texts":[' + b"1," * 12_000_000 + b"1]}"
    yield "many texts", COHERE, b'{"input_type":"image","texts":[' + b'"",' * 8_000_000 + b'""]}'
    yield "many keys", TITAN, b"{" + b'"":{},' * 4_000_000 + b'"":{}}'
    yield "quotes that never end", TITAN, b'"' + b'\\"' * 12_000_000
    yield "a huge picture", TITAN, _shown(png(30_000, 30_000))
    yield "a large picture", TITAN, _shown(png(6300, 6300, packed=_zeros(114)))
    yield "iTXt", TITAN, _shown(png(512, 512, (b"iTXt", b"Comment\0\1\0\0\0" + zeros)))
    yield "zTXt", TITAN, _shown(png(512, 512, (b"zTXt", b"Comment\0\0" + zeros)))
    yield "iCCP", TITAN, _shown(png(512, 512, (b"iCCP", b"sRGB\0\0" + zeros)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(1)
    return b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(megabytes)), packer.flush()])


def _shown(picture: bytes) -> bytes:
    image = b64encode(picture).decode()
    return json.dumps({"taskType": "BACKGROUND_REMOVAL", "backgroundRemovalParams": {"image": image}}).encode()


def _peak() -> int:
    """Return the most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Send each, and write what came of it."""
    every = list(bombs())
    drawer = new_drawer()
    with running(create_app(Studio({"local": lambda: drawer}))) as url:
        for model in (TITAN, COHERE):
            judged(url, "POST", f"/model/{quote(model)}/invoke", _shown(png(1, 1, packed=_zeros(1))))
        before = _peak()
        for name, model, body in every:
            started = time.monotonic()
            status, answer = judged(url, "POST", f"/model/{quote(model)}/invoke", body)
            seconds = time.monotonic() - started
            said = {"name": name, "status": status, "seconds": seconds, "grown": _peak() - before}
            sys.stdout.write(json.dumps({**said, "message": json.loads(answer)["message"][:200]}) + "\n")


if __name__ == "__main__":
    main()
