"""The mail to the focal points: it says that there is something to read, and nothing of it."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from arraigo.core.context import Actor, acting_as

RETRIES = RetryStrategy(max_attempts=6, exponential_wait=4)


@app.task(name="public.tell_focal_points", retry=RETRIES)
def tell_focal_points() -> None:
    """Mail every PEAS focal point of today, each apart, that a complaint waits."""
    from arraigo.accounts.enums import Role
    from arraigo.accounts.models import Membership

    with acting_as(Actor.job("public.tell_focal_points")):
        posts = Membership.objects.in_force().filter(role=Role.PEAS_FOCAL_POINT)
        addresses = posts.filter(user__is_active=True).values_list("user__email", flat=True)
        recipients = sorted(set(addresses))
    subject = _("Hay una queja por atender")
    body = _("Hay una queja por atender. Hay 24 horas para dar acuse.\n\nÁbrala aquí:\n%(url)s") % {
        "url": f"{settings.BASE_URL}{reverse('complaints:list')}"
    }
    for recipient in recipients:
        send_mail(subject, body, None, [recipient])
