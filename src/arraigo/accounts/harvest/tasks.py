"""The mail to who reviews: how many, and nothing of whose."""

from __future__ import annotations

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from arraigo.core.context import Actor, acting_as
from arraigo.core.mail import RETRIES, mail_each, page


@app.task(name="accounts.tell_of_harvest", retry=RETRIES)
def tell_reviewers(alert_id: int) -> None:
    """Mail data protection and the leads of who reached a limit, each apart."""
    from arraigo.accounts.harvest.models import LookAlert
    from arraigo.accounts.models import Membership

    with acting_as(Actor.job("accounts.tell_of_harvest")):
        alert = LookAlert.objects.get(pk=alert_id)
        recipients = Membership.objects.reviewers_of(alert.user).addresses()
    body = _("Una cuenta consultó en una hora más de lo habitual.\n\nRevíselo aquí:\n%(url)s") % {
        "url": page("harvest:alerts")
    }
    mail_each(recipients, _("Consultas inusuales por revisar"), body)
