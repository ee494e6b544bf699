"""A photo that comes in is made anew, or turned away with what to do about it."""

import io

import pytest
from PIL import Image

from arraigo.core.pictures.cleaning import MESSAGES, PictureRefused, clean_picture
from arraigo.core.pictures.limits import MAX_FILE, MAX_KEPT, SIDES, Reason
from arraigo.core.tests.pictures import HEIC, PDF, SVG, bomb, noise, photo, telling_photo


def opened(data):
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize(
    "data",
    [photo(), photo(kind="PNG"), photo(kind="WEBP"), photo(kind="PNG", compress_level=0)],
    ids=["jpeg", "png", "webp", "loose png"],
)
def test_a_photo_is_a_jpeg_afterwards_whatever_it_was(data):
    kept = clean_picture(data)
    picture = opened(kept.data)
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (640, 480))
    assert kept.content_type == "image/jpeg"


@pytest.mark.parametrize("size", [(4000, 3000), (1500, 3000), (9000, 700)], ids=str)
def test_a_heavy_one_weighs_300_kb_at_most(size):
    kept = clean_picture(noise(*size, quality=60) if size[0] < 5000 else photo(*size))
    assert len(kept.data) <= MAX_KEPT
    assert max(opened(kept.data).size) <= SIDES[0]


def test_a_page_stays_as_large_as_its_weight_allows():
    assert opened(clean_picture(photo(4000, 3000)).data).size == (2000, 1500)


def test_nothing_it_told_is_left():
    telling = telling_photo("Canario")
    assert telling.count(b"Canario") == 4
    assert b"GPS" in telling or opened(telling).getexif().get_ifd(0x8825)
    kept = clean_picture(telling).data
    picture = opened(kept)
    assert b"Canario" not in kept
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert picture.size == (30, 60)  # turned as it was held


def test_what_is_transparent_is_white():
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(clean_picture(out.getvalue()).data).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK"])
def test_every_way_of_colouring(mode):
    out = io.BytesIO()
    Image.new("L", (30, 20), 200).convert("RGB").convert("RGBA" if mode == "LA" else "RGB").convert(
        mode
    ).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert opened(clean_picture(out.getvalue()).data).size == (30, 20)


def test_what_hides_behind_or_before_a_photo_is_gone():
    hidden = b"PK\x03\x04<script>alert(1)</script>%PDF-1.7"
    kept = clean_picture(photo() + hidden).data
    assert b"script" not in kept
    assert b"PK\x03\x04" not in kept


HOSTILE = {
    "empty": (b"", Reason.NOTHING),
    "svg": (SVG, Reason.OTHER_KIND),
    "html": (b"<html><script>alert(1)</script></html>", Reason.OTHER_KIND),
    "gif": (b"GIF89a" + b"\0" * 50, Reason.OTHER_KIND),
    "program": (b"MZ" + b"\0" * 500, Reason.OTHER_KIND),
    "page before photo": (b"<html>" + photo(), Reason.OTHER_KIND),
    "pdf": (PDF, Reason.PDF),
    "pdf after something": (b"\n" * 100 + PDF, Reason.PDF),
    "heic": (HEIC, Reason.HEIC),
    "cut jpeg": (noise(400, 400)[:20_000], Reason.DAMAGED),
    "cut png": (noise(200, 200, "PNG")[:20_000], Reason.DAMAGED),
    "jpeg header alone": (photo()[:30], Reason.DAMAGED),
    "50 MB": (b"\xff\xd8\xff" + b"\0" * (50 * 1024 * 1024), Reason.TOO_BIG),
    "a byte too many": (b"\xff\xd8\xff" + b"\0" * (MAX_FILE - 2), Reason.TOO_BIG),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_photo_is_turned_away(name):
    data, reason = HOSTILE[name]
    with pytest.raises(PictureRefused) as refused:
        clean_picture(data)
    assert refused.value.reason == reason
    assert refused.value.message == MESSAGES[reason]


def test_a_bomb_does_not_go_off():
    packed = bomb(30_000)
    assert len(packed) < 1_000_000
    with pytest.raises(PictureRefused) as refused:
        clean_picture(packed)
    assert refused.value.reason == Reason.TOO_MANY_PIXELS


def test_a_large_but_honest_photo_of_a_new_phone_is_taken():
    kept = clean_picture(photo(12_000, 9_000, quality=30))
    assert opened(kept.data).size == (2000, 1500)


def test_every_reason_has_its_words():
    assert set(MESSAGES) == set(Reason)
