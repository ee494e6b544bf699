"""The mail to the focal points: it says that there is something to read, and nothing of it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from arraigo.core.context import Actor, acting_as
from arraigo.core.mail import RETRIES, mail_each, page


@app.task(name="public.tell_focal_points", retry=RETRIES)
def tell_focal_points() -> None:
    """Mail every PEAS focal point of today, each apart, that a complaint waits."""
    from arraigo.accounts.enums import Role
    from arraigo.accounts.models import Membership

    with acting_as(Actor.job("public.tell_focal_points")):
        posts = Membership.objects.in_force().filter(role=Role.PEAS_FOCAL_POINT)
        recipients = posts.addresses()
    body = _("Hay una queja por atender. Hay 24 horas para dar acuse.\n\nÁbrala aquí:\n%(url)s") % {
        "url": page("complaints:list")
    }
    mail_each(recipients, _("Hay una queja por atender"), body)
