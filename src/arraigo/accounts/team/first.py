"""The first administrator, made on the machine itself: nobody is there yet to confirm her role."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext as _

from arraigo.accounts.enums import Role
from arraigo.accounts.models import Membership, User
from arraigo.accounts.team.actions import make_account
from arraigo.core.context import SYSTEM, acting_as


def make_administrator(*, email: str, name: str) -> str:
    """Make an account that administers, or give that role to the one there is; say how to enter.

    The answer is a sentence with a link that lasts an hour, or why nothing was done. Repeating it
    gives a new link and changes nothing else.
    """
    try:
        validate_email(email)
    except ValidationError:
        return _("Ese correo no es válido.")
    with acting_as(SYSTEM):
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        user = user or make_account(email=email, name=name, by=None)
        if Role.ADMINISTRATOR not in user.roles:
            Membership.objects.create(user=user, role=Role.ADMINISTRATOR)
        key = [user_pk_to_url_str(user), default_token_generator.make_token(user)]
    link = f"{settings.BASE_URL}{reverse('account_reset_password_from_key', args=key)}"
    return _(
        "%(name)s administra Arraigo. Elija la contraseña aquí, durante una hora:\n%(url)s"
    ) % {
        "name": user,
        "url": link,
    }
