"""The mail to who reviews: it says that a file was opened, and nothing of whose."""

from __future__ import annotations

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from arraigo.core.context import Actor, acting_as
from arraigo.core.mail import RETRIES, mail_each, page


@app.task(name="casework.tell_reviewers", retry=RETRIES)
def tell_reviewers(access_id: str) -> None:
    """Mail data protection and the leads of who opened a file, each apart."""
    from arraigo.accounts.models import Membership
    from arraigo.casework.emergency.models import EmergencyAccess

    with acting_as(Actor.job("casework.tell_reviewers")):
        access = EmergencyAccess.objects.get(pk=access_id)
        recipients = Membership.objects.reviewers_of(access.user).addresses()
    body = _("Alguien abrió un expediente fuera de su oficina.\n\nRevíselo aquí:\n%(url)s") % {
        "url": page("emergency:queue")
    }
    mail_each(recipients, _("Un acceso de urgencia espera su revisión"), body)
