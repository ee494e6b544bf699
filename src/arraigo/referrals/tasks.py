"""Jobs about referrals: the mails to an institution's registered contact.

The secrets are minted here, not where the job is queued, so that no queue ever holds one. The
mail leaves after the secret's hash is committed; a retry mints a new secret.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from arraigo.core.context import Actor, acting_as
from arraigo.core.mail import RETRIES, mail_each


@app.task(name="referrals.send_message", retry=RETRIES)
def send_message(referral_id: str, at: str | None = None) -> None:
    """Mail the institution a fresh link to the referral, in words that tell nothing of anyone.

    Nothing is sent once the referral is closed, or the person has withdrawn her consent.
    """
    from arraigo.referrals import links
    from arraigo.referrals.enums import LinkKind
    from arraigo.referrals.models import Referral

    with acting_as(Actor.job("referrals.send_message"), at=_moment(at)):
        referral = Referral.objects.select_related("organization").get(pk=uuid.UUID(referral_id))
        recipient = referral.organization.registered_email
        if not recipient or referral.is_closed or not referral.may_disclose():
            return
        address = links.address_of(links.mint_message_link(referral=referral), LinkKind.MESSAGE)
    body = _(
        "Tiene una solicitud por responder.\n\n"
        "Ábrala aquí; le enviaremos un código a este mismo correo:\n%(address)s\n\n"
        "El enlace sirve 14 días. No lo comparta.\n\n"
        "Todos los servicios son gratuitos. Nadie puede pedir dinero, favores ni relaciones a "
        "cambio."
    ) % {"address": address}
    mail_each([recipient], _("Tiene una solicitud por responder"), body)


@app.task(name="referrals.tell_stopped", retry=RETRIES)
def tell_stopped(referral_id: str) -> None:
    """Tell the institution that a request must show nothing more, without naming anybody."""
    from arraigo.referrals.models import Referral

    with acting_as(Actor.job("referrals.tell_stopped")):
        referral = Referral.objects.with_names().get(pk=uuid.UUID(referral_id))
        recipient = referral.organization.registered_email
        words = {"service": referral.service.name, "day": f"{referral.occurred_on:%d/%m/%Y}"}
    body = (
        _(
            "La persona de la solicitud que le enviamos el %(day)s («%(service)s») retiró su "
            "permiso para compartir sus datos.\n\n"
            "Desde ahora el enlace ya no muestra sus datos. No los use para nada más y bórrelos si "
            "los anotó. Si ya le atiende, llame a la oficina que le envió la solicitud."
        )
        % words
    )
    if recipient:
        mail_each([recipient], _("Cambio en una solicitud"), body)


@app.task(name="referrals.send_code", retry=RETRIES)
def send_code(link_id: str, at: str | None = None) -> None:
    """Mail a six-digit code to the registered contact of the link's institution."""
    from arraigo.referrals import links
    from arraigo.referrals.models import AnswerLink

    with acting_as(Actor.job("referrals.send_code"), at=_moment(at)):
        link = AnswerLink.objects.select_related("organization").get(pk=uuid.UUID(link_id))
        recipient = link.organization.registered_email
        if not recipient:
            return
        code = links.mint_code(link=link)
    body = _(
        "Su código es %(code)s\n\nSirve 15 minutos y una sola vez. Si usted no lo pidió, no haga "
        "nada. Nadie de Arraigo le pedirá este código por teléfono."
    ) % {"code": code}
    mail_each([recipient], _("Su código para responder"), body)


def _moment(at: str | None) -> datetime | None:
    """Return the clock of the context that queued the job, so that training data keep dates."""
    return datetime.fromisoformat(at) if at else None
