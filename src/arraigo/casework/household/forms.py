"""Forms about a household."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.casework.household.actions import MemberInput
from arraigo.casework.household.enums import AgeBand, Kinship
from arraigo.core.models import field_id
from arraigo.people.enums import ConsentHow, Sex
from arraigo.people.models import Person
from arraigo.ui import forms as ui


class MemberForm(ui.Form):
    """Somebody the person lives with. No name is asked for."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    kinship = forms.ChoiceField(
        label=_("¿Qué es de la persona?"), choices=Kinship.choices, widget=forms.RadioSelect
    )
    sex = forms.ChoiceField(label=_("Sexo"), choices=Sex.choices, widget=forms.RadioSelect)
    age_band = forms.ChoiceField(
        label=_("¿Qué edad tiene?"), choices=AgeBand.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = field_id

    def member(self, person: Person) -> MemberInput:
        """Return the typed input of `add_member`."""
        answers = self.cleaned_data
        return MemberInput(
            id=answers["id"], person=person, kinship=Kinship(answers["kinship"]),
            sex=Sex(answers["sex"]), age_band=AgeBand(answers["age_band"]),
        )  # fmt: skip


class LinkForm(ui.Form):
    """The file of a member who agreed to be named, and how she said so."""

    code = forms.CharField(
        label=_("Código del caso de esa persona"), max_length=24,
        error_messages={"required": _("Escriba el código del caso.")},
    )  # fmt: skip
    agreed_how = forms.ChoiceField(
        label=_("¿Cómo dio ella su permiso para que se le nombre aquí?"),
        choices=[
            (value, label) for value, label in ConsentHow.choices if value != ConsentHow.SIGNATURE
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pregúntele a ella, no a la persona de este expediente.")},
    )
    witness_name = forms.CharField(
        label=_("Nombre del testigo"),
        help_text=_("Solo si lo dio de palabra."),
        max_length=120,
        required=False,
        widget=ui.NameInput,
    )
