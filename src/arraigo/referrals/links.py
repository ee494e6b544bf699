"""The links an institution answers with: minting them, opening them, and their codes.

A token stands only in the address that was printed or mailed; the database keeps its hash. A
link that is forged, expired, revoked, or of a closed referral is simply dead: nobody can tell
which.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock, tokens
from arraigo.core.context import SYSTEM, Actor, acting_as, current
from arraigo.core.transitions import Refused
from arraigo.referrals import tasks
from arraigo.referrals.enums import LinkKind
from arraigo.referrals.models import AnswerLink, Referral

MESSAGE_LASTS = timedelta(days=14)
CODE_LASTS = timedelta(minutes=15)
CODE_ATTEMPTS = 5
CODES_PER_WINDOW = 3
#: With five attempts each, whoever finds a link has one chance in ten thousand over its life.
CODES_PER_LINK = 20

_PAGES = {LinkKind.SLIP: "public:slip", LinkKind.MESSAGE: "public:message"}


class DeadLink(Exception):
    """The link does not work, or never did."""


def mint_slip_link(*, referral: Referral) -> str:
    """Return the token of a new slip. Earlier slips stay valid: papers get lost."""
    return _mint(referral, LinkKind.SLIP)


@transaction.atomic
def mint_message_link(*, referral: Referral) -> str:
    """Return the token for a new message, which replaces the one of any earlier message."""
    earlier = AnswerLink.objects.filter(referral=referral, kind=LinkKind.MESSAGE, revoked_at=None)
    earlier.update(revoked_at=clock.now())
    return _mint(referral, LinkKind.MESSAGE)


def _mint(referral: Referral, kind: LinkKind) -> str:
    raw, hashed = tokens.new_token()
    AnswerLink.objects.create(
        referral=referral,
        organization_id=referral.organization_id,
        kind=kind,
        token_hash=hashed,
        expires_at=clock.now() + MESSAGE_LASTS if kind == LinkKind.MESSAGE else None,
    )
    return raw


def address_of(raw: str, kind: LinkKind) -> str:
    """Return the whole address that is printed or mailed."""
    return f"{settings.BASE_URL}{reverse(_PAGES[kind], args=[raw])}"


@contextmanager
def opened(raw: str, kind: LinkKind) -> Iterator[tuple[AnswerLink, Referral]]:
    """Act as the link behind a token, which reaches one person only; yield it and its referral.

    Raises `DeadLink` when it is forged, expired or revoked, or the referral is closed.
    """
    link = AnswerLink.objects.filter(token_hash=tokens.hash_token(raw), kind=kind).first()
    if link is None or not link.works_at(clock.now()):
        raise DeadLink
    with acting_as(SYSTEM):
        ids = Referral.objects.filter(pk=link.referral_id)
        person_id = ids.values_list("person_id", flat=True).get()
    with acting_as(Actor.link(str(link.pk), person_id)):
        referral = Referral.objects.with_names().get(pk=link.referral_id)
        if referral.is_closed:
            raise DeadLink
        yield link, referral


def masked_contact(link: AnswerLink) -> str:
    """Return the registered e-mail so that only who owns it knows it; empty if there is none."""
    local, _at, domain = link.organization.registered_email.partition("@")
    return f"{local[:1]}•••@{domain}" if domain else ""


def awaits_code(link: AnswerLink) -> bool:
    """Tell whether a code was asked for in the last 15 minutes."""
    return bool(_recent(link))


def _recent(link: AnswerLink) -> list[object]:
    return [moment for moment in link.codes_asked_at if clock.now() - moment < CODE_LASTS]


@transaction.atomic
def ask_code(*, link: AnswerLink) -> None:
    """Queue a code for the registered contact.

    Raises `Refused` without a registered e-mail, or after three codes in 15 minutes.
    """
    locked = AnswerLink.objects.select_for_update().get(pk=link.pk)
    if not locked.organization.registered_email:
        raise Refused(_("La institución no tiene un correo registrado. Llame a la oficina."))
    if len(_recent(locked)) >= CODES_PER_WINDOW:
        raise Refused(_("Ya enviamos tres códigos. Espere 15 minutos para pedir otro."))
    if len(locked.codes_asked_at) >= CODES_PER_LINK:
        raise Refused(_("Este enlace ya pidió demasiados códigos. Llame a la oficina."))
    locked.codes_asked_at = [*locked.codes_asked_at, clock.now()]
    locked.save(update_fields=["codes_asked_at"])
    moment = current().at
    tasks.send_code.defer(link_id=str(link.pk), at=moment.isoformat() if moment else None)


def mint_code(*, link: AnswerLink) -> str:
    """Return a fresh six-digit code for the link; it replaces any earlier one."""
    raw, link.code_hash = tokens.new_code()
    link.code_expires_at, link.code_attempts = clock.now() + CODE_LASTS, 0
    link.save(update_fields=["code_hash", "code_expires_at", "code_attempts"])
    return raw


@transaction.atomic
def use_code(*, link: AnswerLink, code: str) -> int | None:
    """Return None when the code is right, which uses it up, or the attempts left.

    After five wrong ones, or 15 minutes, no code is right until a new one is asked for: 0.
    """
    locked = AnswerLink.objects.select_for_update().get(pk=link.pk)
    expired = locked.code_expires_at is None or clock.now() >= locked.code_expires_at
    if not locked.code_hash or expired or locked.code_attempts >= CODE_ATTEMPTS:
        return 0
    if tokens.matches(code, locked.code_hash):
        locked.code_hash, locked.code_expires_at = "", None
        locked.save(update_fields=["code_hash", "code_expires_at"])
        return None
    locked.code_attempts += 1
    locked.save(update_fields=["code_attempts"])
    return CODE_ATTEMPTS - locked.code_attempts
