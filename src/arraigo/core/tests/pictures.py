"""Photos for tests: plain ones, heavy ones and hostile ones."""

from __future__ import annotations

import io
import struct
import zlib
from random import Random
from typing import Any

from PIL import Image


def photo(width: int = 640, height: int = 480, kind: str = "JPEG", **options: Any) -> bytes:
    """Return a photo with something in it."""
    out = io.BytesIO()
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    picture.save(out, kind, **options)
    return out.getvalue()


def noise(width: int, height: int, kind: str = "JPEG", **options: Any) -> bytes:
    """Return a photo of noise, which nothing can press together."""
    out = io.BytesIO()
    grains = Random(7).randbytes(width * height * 3)
    Image.frombytes("RGB", (width, height), grains).save(out, kind, **options)
    return out.getvalue()


def telling_photo(canary: str) -> bytes:
    """Return a photo whose EXIF, place, XMP, comment and colour profile tell something."""
    exif = Image.Exif()
    exif[0x010E] = f"{canary} description"
    exif[0x0112] = 6  # held upright: to be turned
    exif.get_ifd(0x8825).update({1: "N", 2: (14.0, 18.0, 20.0), 3: "W", 4: (90.0, 47.0, 6.0)})
    out = io.BytesIO()
    Image.new("RGB", (60, 30), "navy").save(
        out, "JPEG", exif=exif, comment=f"{canary} comment".encode(),
        icc_profile=f"{canary} profile".encode(), xmp=f"<x>{canary} xmp</x>".encode(),
    )  # fmt: skip
    return out.getvalue()


def bomb(side: int) -> bytes:
    """Return a PNG of a few kilobytes that would unpack into `side` × `side` pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packer, packed = zlib.compressobj(9), []
    line = b"\0" * (1 + (side + 7) // 8)
    for _ in range(side):
        packed.append(packer.compress(line))
    packed.append(packer.flush())
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), chunk(b"IDAT", b"".join(packed)), chunk(b"IEND", b""))
    )


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 40
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"
