"""The process that makes one received photo anew: `python -m arraigo.core.pictures.child`.

The file comes on standard input; a fresh JPEG leaves on standard output, or the reason why not, as
JSON. It holds no secret, no connection and no environment, writes to no disk, and sets its own
limits before it looks at a byte. What leaves are pixels drawn again: of the file itself (its name,
place, moment, camera, comments, colour profile, whatever hides behind it) nothing does.
"""

from __future__ import annotations

import io
import json
import sys

from PIL import Image, ImageOps

from arraigo.core import apart
from arraigo.core.pictures.limits import (
    MAX_KEPT,
    MAX_PIXELS,
    MAX_PIXELS_WHOLE,
    MEMORY,
    QUALITIES,
    SECONDS,
    SIDES,
    Reason,
    Unfit,
)

FORMATS = ("JPEG", "PNG", "WEBP")  # MPO, a JPEG of several pictures, comes as JPEG
READ_REDUCED = ("JPEG", "MPO")
_PLAIN = ("L", "RGB", "RGBA", "CMYK", "YCbCr")
#: The kinds of container that phones keep HEIC and AVIF photos in.
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n")
#: A PDF may carry anything before its mark.
_PDF_WITHIN = 1024
WHITE = (255, 255, 255)


def clean(data: bytes) -> bytes:
    """Return the photo as a JPEG of at most 300 kB with nothing in it but its pixels.

    Raises `Unfit`.
    """
    with _opened(data) as picture:
        pixels = _flat(ImageOps.exif_transpose(_reduced(picture, SIDES[0])))
    for side in SIDES:
        pixels = _reduced(pixels, side)
        for quality in QUALITIES:
            out = io.BytesIO()
            pixels.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= MAX_KEPT:
                return out.getvalue()
    raise Unfit(Reason.TOO_MUCH)


def _opened(data: bytes) -> Image.Image:
    """Return the photo by what it is, whatever its name said; only its header is read so far."""
    if not data:
        raise Unfit(Reason.NOTHING)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise Unfit(Reason.HEIC)
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except OSError as error:
        raise Unfit(_why_unread(data)) from error
    width, height = picture.size
    most = MAX_PIXELS if picture.format in READ_REDUCED else MAX_PIXELS_WHOLE
    if width * height > most:
        raise Unfit(Reason.TOO_MANY_PIXELS)
    return picture


def _why_unread(data: bytes) -> Reason:
    if data.startswith(_BEGINNINGS):
        return Reason.DAMAGED
    return Reason.PDF if b"%PDF-" in data[:_PDF_WITHIN] else Reason.OTHER_KIND


def _reduced(picture: Image.Image, side: int) -> Image.Image:
    """Return the photo within a square of this side; a large JPEG is unpacked smaller at once."""
    if picture.mode not in _PLAIN:
        picture = picture.convert("RGBA")
    picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    picture.load()
    return picture


def _flat(picture: Image.Image) -> Image.Image:
    """Return the bare pixels on white: a new picture, to which nothing else is attached."""
    bare = Image.new("RGB", picture.size, WHITE)
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        bare.paste(layer, mask=layer.getchannel("A"))
    else:
        bare.paste(picture.convert("RGB"))
    return bare


def main() -> None:
    """Read standard input and answer; whatever happens, the answer is a JPEG, JSON or nothing."""
    apart.limit_this_process(memory=MEMORY, seconds=SECONDS)
    Image.MAX_IMAGE_PIXELS = None  # `_opened` has limits of its own, told in our words
    try:
        answer = clean(sys.stdin.buffer.read())
    except Unfit as unfit:
        answer = json.dumps({"unfit": unfit.reason}).encode()
    except MemoryError:
        answer = json.dumps({"unfit": Reason.TOO_MUCH}).encode()
    except Exception:  # a decoder met something it does not know
        answer = json.dumps({"unfit": Reason.DAMAGED}).encode()
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
