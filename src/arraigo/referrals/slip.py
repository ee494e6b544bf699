"""The printed slip: one copy for the person, one for the institution."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock, traces
from arraigo.core.documents import qr_svg, render_pdf
from arraigo.core.transitions import Refused
from arraigo.referrals.enums import DisclosedField, LinkKind
from arraigo.referrals.links import address_of, mint_slip_link
from arraigo.referrals.models import Referral

TEMPLATE = "referrals/documents/slip.typ"
DAY = "%d/%m/%Y"


def print_slip(referral: Referral) -> bytes:
    """Return the PDF of a fresh slip, whose QR answers the referral, and trace the person.

    Raises `Refused` once the referral is closed or the person has withdrawn her consent.
    """
    if referral.is_closed:
        raise Refused(_("La referencia está cerrada: ya no tiene boleta."))
    if not referral.may_disclose():
        raise Refused(_("La persona retiró su permiso: ya no se imprime la boleta."))
    address = address_of(mint_slip_link(referral=referral), LinkKind.SLIP)
    traces.show([referral.person_id])
    return render_pdf(
        TEMPLATE, _data(referral, address), title="Boleta de referencia", created_at=clock.now()
    )


def _data(referral: Referral, address: str) -> dict[str, Any]:
    person, service, sender = referral.person, referral.service, referral.created_by
    place = f"{service.municipality}" if service.municipality else ""
    knows_birth = DisclosedField.BIRTH_YEAR in referral.disclosed_fields
    return {
        "code": referral.case.code,
        "person_name": person.full_name,
        "initials": person.initials,
        "birth_year": person.birth_year if knows_birth else None,
        "service": service.name,
        "organization": referral.organization.name,
        "address": ", ".join(part for part in (service.address, place) if part),
        "schedule": service.schedule,
        "requirements": service.documents,
        "priority": str(referral.get_priority_display()),
        "deadline": timezone.localtime(referral.deadline).strftime(DAY),
        "message": referral.message,
        "referred_by": {
            "name": sender.name,
            "position": sender.position.capitalize(),
            "office": referral.office.name,
            "phone": referral.sender_phone,
        },
        "date": referral.occurred_on.strftime(DAY),
        "qr_svg": qr_svg(address),
        "answer_url": address,
        "training": person.is_training or settings.TRAINING_MODE,
    }
