"""Forms about complaints."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.public.complaints.actions import ComplaintInput, Told
from arraigo.public.complaints.enums import ComplaintChannel, ComplaintKind
from arraigo.public.complaints.receipts import Receipt
from arraigo.ui import forms as ui


def _unremembered(**attrs: Any) -> dict[str, Any]:
    """Return the attributes of a field that a shared device must not remember."""
    return {"autocomplete": "off", **attrs}


class ComplaintForm(ui.Form):
    """What happened; only that is asked for. Name and contact are whoever complains's to give."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(
        label=_("¿Qué pasó?"),
        choices=ComplaintKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Escoja qué pasó.")},
    )
    text = forms.CharField(
        label=_("Cuéntenos con sus palabras"),
        help_text=_("Qué pasó, cuándo y quién fue, si lo sabe."),
        max_length=5000,
        widget=forms.Textarea(attrs=_unremembered(rows=6)),
        error_messages={"required": _("Cuéntenos qué pasó.")},
    )
    place = forms.CharField(
        label=_("¿Dónde?"), max_length=200, required=False,
        widget=forms.TextInput(attrs=_unremembered()),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Su nombre"),
        help_text=_("Puede quedar vacío: la queja vale igual."),
        max_length=120,
        required=False,
        widget=ui.NameInput,
    )
    contact = forms.CharField(
        label=_("¿Cómo podemos hablar con usted sin ponerle en riesgo?"),
        help_text=_("Un teléfono y a qué hora, o una persona de confianza."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_unremembered()),
    )
    channel = forms.ChoiceField(
        label=_("¿Cómo llegó?"),
        choices=ComplaintChannel.choices,
        initial=ComplaintChannel.PAGE,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, asks_channel: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_channel:
            del self.fields["channel"]

    def complaint(self) -> ComplaintInput:
        """Return the typed input of `receive_complaint`."""
        data = self.cleaned_data
        told = Told(
            kind=ComplaintKind(data["kind"]),
            text=data["text"],
            place=data["place"],
            name=data["name"],
            contact=data["contact"],
        )
        channel = ComplaintChannel(data.get("channel") or ComplaintChannel.PAGE)
        return ComplaintInput(id=data["id"], told=told, channel=channel)


class StateForm(ui.Form):
    """The number and the key of a receipt."""

    number = forms.CharField(
        label=_("Número"), max_length=20, widget=forms.TextInput(attrs=_unremembered())
    )
    key = forms.CharField(
        label=_("Clave"), max_length=40, widget=forms.TextInput(attrs=_unremembered())
    )

    def receipt(self) -> Receipt:
        """Return the receipt that was typed."""
        return Receipt.typed(self.cleaned_data["number"], self.cleaned_data["key"])


class NoteForm(ui.Form):
    """What the focal point does about it; sealed like the complaint."""

    note = forms.CharField(
        label=_("¿Qué se hizo?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AttendForm(ui.Form):
    """Acknowledging: a note may be left."""

    note = forms.CharField(
        label=_("Nota"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
