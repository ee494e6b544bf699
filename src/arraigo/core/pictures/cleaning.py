"""Taking in a photo safely: `clean_picture` is all that other rooms need."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.core import apart
from arraigo.core.pictures.limits import MAX_FILE, SECONDS, Reason, Unfit

MESSAGES: dict[Reason, str | Promise] = {
    Reason.NOTHING: _("La foto está vacía. Tómela otra vez."),
    Reason.TOO_BIG: _("La foto pesa más de 10 MB. Tómela otra vez con menos resolución."),
    Reason.OTHER_KIND: _("Eso no es una foto. Se guardan fotos JPG, PNG y WebP."),
    Reason.HEIC: _(
        "El teléfono guardó la foto como HEIC, que no se puede revisar. Tómela desde aquí, o "
        "ábrala y compártala como JPG."
    ),
    Reason.PDF: _(
        "Los PDF no se guardan: pueden esconder otras cosas. Tome una foto de la hoja, o una "
        "captura de pantalla."
    ),
    Reason.TOO_MANY_PIXELS: _("La foto es demasiado grande. Tómela otra vez con menos resolución."),
    Reason.DAMAGED: _("La foto está dañada o incompleta. Tómela otra vez."),
    Reason.TOO_MUCH: _("La foto no se pudo reducir. Tómela otra vez, con menos resolución."),
}
_JPEG = b"\xff\xd8\xff"


class PictureRefused(Exception):
    """A photo that is not taken; `message` says why and what to do."""

    def __init__(self, unfit: Unfit) -> None:
        super().__init__(unfit.reason)
        self.reason = unfit.reason
        self.message: str | Promise = MESSAGES[unfit.reason]


@dataclass(frozen=True)
class Picture:
    """A photo made anew: a JPEG of at most 300 kB that holds its pixels and nothing else."""

    data: bytes
    content_type: str = "image/jpeg"


def clean_picture(data: bytes) -> Picture:
    """Return a received photo made anew, within 10 seconds and 600 MB.

    It is taken apart by a process of its own that may not use more; nothing touches a disk.
    Raises `PictureRefused`.
    """
    try:
        return Picture(_cleaned(data))
    except Unfit as unfit:
        raise PictureRefused(unfit) from unfit


def _cleaned(data: bytes) -> bytes:
    if not data:
        raise Unfit(Reason.NOTHING)
    if len(data) > MAX_FILE:
        raise Unfit(Reason.TOO_BIG)
    told = apart.ask("arraigo.core.pictures.child", data=data, seconds=2 * SECONDS)
    if told.startswith(_JPEG):
        return told
    if not told:
        raise Unfit(Reason.TOO_MUCH)
    raise Unfit(Reason(json.loads(told)["unfit"]))
