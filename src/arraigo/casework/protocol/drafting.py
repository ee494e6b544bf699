"""Writing a version of the protocol: begun from the one in force, changed by parts, published."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from arraigo.casework.models import ProtocolVersion
from arraigo.casework.protocol.rules import problems
from arraigo.core import clock
from arraigo.core.transitions import Refused

#: The part that is several keys of the document: everything that says when something is due.
CALENDAR: Final = "calendar"


def part_of(version: ProtocolVersion, name: str) -> Any:
    """Return one part of a version: a key of its document, a step as `steps.<number>`, or all
    of its dates as `calendar`.

    Raises KeyError for what it does not have.
    """
    if name == CALENDAR:
        return version.calendar
    if not name.startswith("steps."):
        return version.document[name]
    return version.step(int(name.removeprefix("steps.")))


def seal(part: Any) -> str:
    """Return the mark of a part as it stands, by which a page knows that it was not changed."""
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def start_draft() -> ProtocolVersion:
    """Return the draft, begun now from the version in force when there is none. Twice is once."""
    draft = ProtocolVersion.objects.draft()
    if draft is not None:
        return draft
    standing = ProtocolVersion.objects.in_force()
    last = ProtocolVersion.objects.aggregate(last=Max("pk"))["last"]
    try:
        with transaction.atomic():
            return ProtocolVersion.objects.create(
                pk=last + 1,
                title=standing.title,
                document=standing.document,
                valid_from=clock.today(),
            )
    except IntegrityError:
        return ProtocolVersion.objects.get(published_at=None)


def _draft(pk: int) -> ProtocolVersion:
    draft = ProtocolVersion.objects.select_for_update().get(pk=pk)
    if draft.published_at is not None:
        raise Refused(_("Esta versión ya se publicó. Empiece otra para cambiarla."))
    return draft


@transaction.atomic
def change_part(*, version: ProtocolVersion, name: str, part: Any, seen: str) -> ProtocolVersion:
    """Write one part of the draft and return it.

    `seen` is the mark of the part as the page showed it: who changed another part meanwhile is
    no hindrance. Raises `Refused` when this very part was changed, and for what is published.
    """
    draft = _draft(version.pk)
    standing = part_of(draft, name)
    if standing == part:
        return draft
    if seal(standing) != seen:
        raise Refused(_("Alguien cambió esta parte mientras usted escribía. Ábrala de nuevo."))
    if name.startswith("steps."):
        steps = draft.document["steps"]
        draft.document["steps"] = [part if step is standing else step for step in steps]
    elif name == CALENDAR:
        draft.document.update(part)
    else:
        draft.document[name] = part
    draft.save(update_fields=["document"])
    return draft


@transaction.atomic
def restart_draft(*, version: ProtocolVersion) -> ProtocolVersion:
    """Throw away what was written: the draft is again as the version in force."""
    draft = _draft(version.pk)
    draft.document = ProtocolVersion.objects.in_force().document
    draft.save(update_fields=["document"])
    return draft


@transaction.atomic
def publish(*, version: ProtocolVersion, valid_from: date, note: str, user: Any) -> ProtocolVersion:
    """Publish the draft: cases opened from that day on begin with it. Twice is once.

    Raises `Refused` for a day gone by or before another version's, and for a document that
    cannot be followed or changes nothing.
    """
    standing = ProtocolVersion.objects.select_for_update().get(pk=version.pk)
    if standing.published_at is not None:
        return standing
    if wrong := problems(standing.document):
        raise Refused(" ".join(wrong))
    last = ProtocolVersion.objects.published().latest("valid_from", "pk")
    if last.document == standing.document:
        raise Refused(_("El borrador es igual a la última versión publicada: no cambia nada."))
    earliest = max(clock.today(), last.valid_from)
    if valid_from < earliest:
        raise Refused(
            _t("Escoja una fecha desde el %(day)s.")
            % {"day": date_format(earliest, "SHORT_DATE_FORMAT")}
        )
    standing.valid_from, standing.note = valid_from, note.strip()
    standing.published_at, standing.published_by = clock.now(), user
    standing.save(update_fields=["valid_from", "note", "published_at", "published_by"])
    return standing


@transaction.atomic
def take_back(*, version: ProtocolVersion) -> ProtocolVersion:
    """Make a published version a draft again, before its first day. Twice is once.

    Raises `Refused` from its first day on, and while there is another draft.
    """
    standing = ProtocolVersion.objects.select_for_update().get(pk=version.pk)
    if standing.published_at is None:
        return standing
    if standing.valid_from <= clock.today():
        raise Refused(_("Ya está vigente. Para cambiarla, publique otra versión."))
    if ProtocolVersion.objects.draft() is not None:
        raise Refused(_("Ya hay otro borrador. Publíquelo o siga con él."))
    standing.published_at = standing.published_by = None
    standing.save(update_fields=["published_at", "published_by"])
    return standing
