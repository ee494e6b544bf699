"""The mail to data protection: that something was told, and nothing of whom."""

from __future__ import annotations

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from arraigo.core.context import Actor, acting_as
from arraigo.core.mail import RETRIES, mail_each, page


@app.task(name="rights.tell_data_protection", retry=RETRIES)
def tell_data_protection() -> None:
    """Mail whoever has the data-protection role, each apart."""
    from arraigo.accounts.enums import Role
    from arraigo.accounts.models import Membership

    with acting_as(Actor.job("rights.tell_data_protection")):
        posts = Membership.objects.in_force().filter(role=Role.DATA_PROTECTION)
        recipients = posts.addresses()
    body = _("Alguien entregó datos sin permiso de la persona.\n\nRevíselo aquí:\n%(url)s") % {
        "url": page("rights:risks")
    }
    mail_each(recipients, _("Algo se dijo por vida en peligro y espera su revisión"), body)
