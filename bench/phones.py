"""Enrols a phone in a database of the lab: `python -m bench.phones` prints its address."""

from __future__ import annotations

import json
import os
import uuid

import django


def main() -> None:
    """Print, as JSON, where the promotora's phone delivers, and the form's version."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arraigo.web.settings")
    django.setup()
    from django.urls import reverse

    from arraigo.accounts.models import User
    from arraigo.core.context import Actor, acting_as
    from arraigo.demo.cast import LOGINS
    from arraigo.field.devices.actions import enrol
    from arraigo.field.models import XFormVersion

    email = next(login.email for login in LOGINS if login.key == "promotora")
    user = User.objects.get(email=email)
    with acting_as(Actor.user(user)):
        _device, secret = enrol(id=uuid.uuid4(), user=user, name="Banco de pruebas")
    version = XFormVersion.objects.current().get(form__form_id="registro_minimo").version
    address = reverse("openrosa:submission", args=[secret])
    print(json.dumps({"address": address, "version": version}))


if __name__ == "__main__":
    main()
