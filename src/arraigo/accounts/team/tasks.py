"""Mails about accounts and roles. None of them opens anything by itself."""

from __future__ import annotations

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from arraigo.core.context import Actor, acting_as
from arraigo.core.mail import RETRIES, mail_each, page


@app.task(name="accounts.tell_new_account", retry=RETRIES)
def tell_new_account(user_id: int) -> None:
    """Tell the owner of a new account how to choose her password."""
    from arraigo.accounts.models import User

    with acting_as(Actor.job("accounts.tell_new_account")):
        user = User.objects.get(pk=user_id)
    body = _(
        "Tiene una cuenta en Arraigo con este correo.\n\nElija su contraseña aquí:\n%(url)s"
    ) % {"url": page("account_reset_password")}
    mail_each([user.email], _("Su cuenta de Arraigo"), body)


@app.task(name="accounts.tell_deciders", retry=RETRIES)
def tell_deciders(request_id: str) -> None:
    """Tell each person who may decide that a role awaits a second person."""
    from arraigo.accounts.models import Membership
    from arraigo.accounts.team.actions import DECIDERS
    from arraigo.accounts.team.models import RoleRequest

    with acting_as(Actor.job("accounts.tell_deciders")):
        asked = RoleRequest.objects.get(pk=request_id)
        posts = Membership.objects.in_force().filter(role__in=DECIDERS)
        others = posts.exclude(user__in=[asked.requested_by_id, asked.user_id])
        recipients = others.addresses()
    body = _("Alguien pidió una función para una cuenta.\n\nRevísela aquí:\n%(url)s") % {
        "url": page("team:requests")
    }
    mail_each(recipients, _("Una función espera a una segunda persona"), body)
