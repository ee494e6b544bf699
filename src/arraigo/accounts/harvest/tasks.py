"""The mail to who reviews: how many, and nothing of whose."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from arraigo.core.context import Actor, acting_as

RETRIES = RetryStrategy(max_attempts=6, exponential_wait=4)


@app.task(name="accounts.tell_of_harvest", retry=RETRIES)
def tell_reviewers(alert_id: int) -> None:
    """Mail data protection and the leads of who reached a limit, each apart."""
    from arraigo.accounts.enums import Role
    from arraigo.accounts.harvest.models import LookAlert
    from arraigo.accounts.models import Membership

    with acting_as(Actor.job("accounts.tell_of_harvest")):
        alert = LookAlert.objects.get(pk=alert_id)
        offices = Membership.objects.in_force().filter(user=alert.user, office__isnull=False)
        reviewers = Q(role=Role.DATA_PROTECTION) | Q(
            role=Role.PROJECT_LEAD, office__in=offices.values("office")
        )
        posts = Membership.objects.in_force().filter(reviewers, user__is_active=True)
        addresses = posts.exclude(user=alert.user).values_list("user__email", flat=True)
        recipients = sorted(set(addresses))
    body = _("Una cuenta consultó en una hora más de lo habitual.\n\nRevíselo aquí:\n%(url)s") % {
        "url": f"{settings.BASE_URL}{reverse('harvest:alerts')}"
    }
    for recipient in recipients:
        send_mail(_("Consultas inusuales por revisar"), body, None, [recipient])
