"""The mail to data protection: that something was told, and nothing of whom."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

RETRIES = RetryStrategy(max_attempts=6, exponential_wait=4)


@app.task(name="rights.tell_data_protection", retry=RETRIES)
def tell_data_protection() -> None:
    """Mail whoever has the data-protection role, each apart."""
    from arraigo.accounts.enums import Role
    from arraigo.accounts.models import Membership
    from arraigo.core.context import Actor, acting_as

    with acting_as(Actor.job("rights.tell_data_protection")):
        posts = Membership.objects.in_force().filter(role=Role.DATA_PROTECTION)
        addresses = posts.filter(user__is_active=True).values_list("user__email", flat=True)
        recipients = sorted(set(addresses))
    subject = _("Algo se dijo por vida en peligro y espera su revisión")
    body = _("Alguien entregó datos sin permiso de la persona.\n\nRevíselo aquí:\n%(url)s") % {
        "url": f"{settings.BASE_URL}{reverse('rights:risks')}"
    }
    for recipient in recipients:
        send_mail(subject, body, None, [recipient])
