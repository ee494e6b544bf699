"""The mail to who reviews: it says that a file was opened, and nothing of whose."""

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


@app.task(name="casework.tell_reviewers", retry=RETRIES)
def tell_reviewers(access_id: str) -> None:
    """Mail data protection and the leads of who opened a file, each apart."""
    from arraigo.accounts.enums import Role
    from arraigo.accounts.models import Membership
    from arraigo.casework.emergency.models import EmergencyAccess

    with acting_as(Actor.job("casework.tell_reviewers")):
        access = EmergencyAccess.objects.get(pk=access_id)
        offices = Membership.objects.in_force().filter(user=access.user).values("office")
        reviewers = Q(role=Role.DATA_PROTECTION) | Q(role=Role.PROJECT_LEAD, office__in=offices)
        posts = Membership.objects.in_force().filter(reviewers, user__is_active=True)
        addresses = posts.exclude(user=access.user).values_list("user__email", flat=True)
        recipients = sorted(set(addresses))
    subject = _("Un acceso de urgencia espera su revisión")
    body = _("Alguien abrió un expediente fuera de su oficina.\n\nRevíselo aquí:\n%(url)s") % {
        "url": f"{settings.BASE_URL}{reverse('emergency:queue')}"
    }
    for recipient in recipients:
        send_mail(subject, body, None, [recipient])
