"""Forms about limits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.ui import forms as ui


class FoundForm(ui.Form):
    """What the reviewer found."""

    comment = forms.CharField(
        label=_("¿Qué encontró?"),
        help_text=_("Por ejemplo: hablé con ella, preparaba la feria. No escriba nombres."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=10_000)


class LimitForm(ui.Form):
    """The numbers of a role, from today on."""

    mark_optional = False

    role = forms.ChoiceField(
        label=_("Función"), choices=[("", _("Cualquiera")), *Role.choices], required=False
    )
    alert_files = _number(_("Expedientes en una hora: avisar a los"))
    stop_files = _number(_("Expedientes en una hora: preguntar quién es después de"))
    alert_searches = _number(_("Búsquedas en una hora: avisar a las"))
    stop_searches = _number(_("Búsquedas en una hora: preguntar quién es después de"))
