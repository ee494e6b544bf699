"""The mail to who was left in charge of an office, and when it was taken back."""

from __future__ import annotations

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from arraigo.core.context import Actor, acting_as
from arraigo.core.mail import RETRIES, mail_each


@app.task(name="accounts.tell_delegate", retry=RETRIES)
def tell_delegate(delegation_id: str) -> None:
    """Tell the delegate from when until when she leads which office, or that she does not."""
    from arraigo.accounts.delegations.models import Delegation

    with acting_as(Actor.job("accounts.tell_delegate")):
        made = Delegation.objects.select_related("delegate", "office").get(pk=delegation_id)
        words = {
            "office": made.office.name,
            "since": f"{made.starts_on:%d/%m/%Y}",
            "until": f"{made.ends_on:%d/%m/%Y}",
        }
    if made.revoked_at is None:
        subject = _("Queda a cargo de una oficina")
        body = _(
            "Usted supervisa %(office)s del %(since)s al %(until)s, mientras quien la supervisa "
            "está ausente. Desde ese día lo encuentra al entrar a Arraigo."
        )
    else:
        subject = _("Ya no está a cargo de una oficina")
        body = _("Se quitó su delegación de %(office)s.")
    mail_each([made.delegate.email], subject, body % words)
