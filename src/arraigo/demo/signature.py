"""How training persons sign: a wave drawn here, on the screen or photographed on a sheet."""

from __future__ import annotations

import io
import math
import struct
import zlib

from PIL import Image

WIDTH, HEIGHT = 240, 80


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def _draw() -> bytes:
    """Return a PNG of eight-bit grey: a dark wave on white, fading to the right."""
    rows = [bytearray(b"\xff" * WIDTH) for _row in range(HEIGHT)]
    for x in range(20, WIDTH - 20):
        height = 26 * math.sin(x / 9) * (1 - x / WIDTH)
        for thick in (-1, 0, 1):
            rows[int(HEIGHT / 2 + height) + thick][x] = 0x20
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\x00" + bytes(row) for row in rows))
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels)
        + _chunk(b"IEND", b"")
    )  # fmt: skip


def _photograph(signature: bytes) -> bytes:
    """Return a JPEG of a white sheet with the signature at its foot."""
    page, out = Image.new("L", (480, 640), 0xF4), io.BytesIO()
    with Image.open(io.BytesIO(signature)) as drawn:
        page.paste(drawn, (120, 520))
    page.save(out, "JPEG", quality=60)
    return out.getvalue()


SIGNATURE = _draw()
SHEET = _photograph(SIGNATURE)
