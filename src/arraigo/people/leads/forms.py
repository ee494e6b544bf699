"""Forms about received lists and their contacts."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from arraigo.core import clock
from arraigo.core.models import not_in_future
from arraigo.core.reading.limits import MAX_FILE, Reason
from arraigo.core.reading.tables import MESSAGES, Unreadable, read_table
from arraigo.organizations.models import Organization
from arraigo.people.leads.columns import Layout
from arraigo.people.leads.enums import CALL_RESULTS, JOINED, Field, LeadStep, ListPurpose
from arraigo.people.leads.inputs import Basis, Met, ReceivedFile
from arraigo.people.leads.models import LeadList
from arraigo.people.leads.rows import names_of
from arraigo.territory.forms import MunicipalityField
from arraigo.ui import forms as ui

SAMPLES = 3


class SpreadsheetField(forms.FileField):
    """An .xlsx or .csv file, read safely; its value is a `ReceivedFile`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Archivo"))
        options.setdefault("help_text", _("Excel (.xlsx) o CSV, de hasta 10 MB y 20,000 filas."))
        options.setdefault("error_messages", {"required": _("Elija el archivo.")})
        attributes = {
            "accept": ".xlsx,.csv",
            "data-max-bytes": str(MAX_FILE),
            "data-too-big": MESSAGES[Reason.TOO_BIG],
        }
        options.setdefault("widget", forms.FileInput(attrs=attributes))
        super().__init__(**options)

    def clean(self, value: Any, initial: Any = None) -> ReceivedFile | None:
        """Return what is in the file. Raises `ValidationError` with what to do about it."""
        file = super().clean(value, initial)
        if not file:
            return None
        if file.size > MAX_FILE:
            raise ValidationError(str(MESSAGES[Reason.TOO_BIG]))
        data = file.read()
        try:
            return ReceivedFile.of(file.name, data, read_table(data, file.name))
        except Unreadable as unreadable:
            raise ValidationError(str(unreadable.message)) from unreadable


class FileForm(ui.Form):
    """A form that asks for a spreadsheet; `too_big` when it weighed too much to be read."""

    def __init__(self, *args: Any, too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_big:
            self.fields["file"].error_messages["required"] = str(MESSAGES[Reason.TOO_BIG])


class ListForm(FileForm):
    """A list as it came: from whom, what allows it, and the file.

    The file comes last: the answers before it are there even when it is too big to be read.
    """

    source = forms.ModelChoiceField(
        label=_("¿Qué institución la envía?"), queryset=Organization.objects.active()
    )
    handed_by = forms.CharField(
        label=_("¿Quién la entregó?"),
        help_text=_("Nombre y puesto de quien la mandó."),
        max_length=160,
        widget=ui.NameInput,
    )
    agreement = forms.CharField(
        label=_("¿Qué permite compartirla?"),
        help_text=_("El convenio, la nota o el acta, con su número o fecha."),
        max_length=200,
    )
    purpose = forms.ChoiceField(
        label=_("¿Para qué la compartieron?"),
        choices=ListPurpose.choices,
        widget=forms.RadioSelect,
    )
    received_on = ui.DateField(
        label=_("¿Cuándo se recibió?"), validators=[not_in_future], initial=clock.today
    )
    file = SpreadsheetField()

    def basis(self) -> Basis:
        """Return the typed input of `receive_list`."""
        names = ("source", "agreement", "purpose", "handed_by", "received_on")
        return Basis(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def as_last_time(user: Any) -> dict[str, Any]:
        """Return what the office answered for its last list: it is not asked from nothing."""
        last = LeadList.objects.visible_to(user).order_by("-uploaded_at").first()
        if last is None:
            return {}
        return {
            "source": last.source_id, "agreement": last.agreement, "purpose": last.purpose,
            "handed_by": last.handed_by,
        }  # fmt: skip


class MeetForm(ui.Form):
    """Somebody met at a fair or a kiosk: her name, where to call, and that she may be called."""

    mark_optional = False

    id = forms.UUIDField(widget=forms.HiddenInput)
    full_name = forms.CharField(
        label=_("¿Cómo se llama?"), help_text=_("Nombre y apellido."), max_length=120,
        widget=ui.NameInput,
    )  # fmt: skip
    phone = PhoneNumberField(label=_("¿A qué teléfono?"), region="GT", widget=ui.PhoneInput)
    municipality = MunicipalityField(label=_("¿En qué municipio vive?"))
    permission = forms.BooleanField(
        label=_("Aceptó que le llamemos, y tiene 18 años o más"),
        error_messages={"required": _("Sin su permiso no se anota nada de ella.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = uuid.uuid4

    def clean_full_name(self) -> str:
        """Ask for a name and a surname, in letters."""
        names = names_of({Field.FULL_NAME: self.cleaned_data["full_name"]})
        if not all(any(map(str.isalpha, name)) for name in names):
            raise ValidationError(_("Escriba nombre y apellido, con letras."))
        return str(self.cleaned_data["full_name"])

    def met(self, on: date | None = None) -> Met:
        """Return the typed input of `meet_contact`; met today unless told otherwise."""
        told = self.cleaned_data
        given_names, surnames = names_of({Field.FULL_NAME: told["full_name"]})
        return Met(
            id=told["id"], given_names=given_names, surnames=surnames,
            phone=told["phone"].as_e164, municipality=told["municipality"], on=on or clock.today(),
        )  # fmt: skip


class CorrectedForm(FileForm):
    """The Excel of wrong rows, corrected."""

    file = SpreadsheetField(label=_("Excel corregido"), help_text="")


class ColumnsForm(ui.Form):
    """What each column is; one question a column."""

    mark_optional = False

    def __init__(self, *args: Any, layout: Layout, proposed: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layout = layout
        for place, header in enumerate(layout.headers):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=header,
                help_text=" · ".join(layout.samples(place, SAMPLES)) or _("(vacía)"),
                choices=[("", _("No se guarda")), *Field.choices],
                initial=proposed[place],
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Ask for a name, and for one column of each thing that cannot be put together."""
        answers = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for name, field in list(answers.items()):
            if field and field in seen and field not in JOINED:
                self.add_error(name, _("Otra columna ya es eso."))
            seen.add(field)
        if not seen & set(JOINED):
            self.add_error(None, _("Diga en qué columna está el nombre."))
        return answers

    def chosen(self) -> list[str]:
        """Return the field of each column, in order."""
        return [self.cleaned_data[f"column_{place}"] for place in range(len(self.layout.headers))]


class FindForm(ui.Form):
    """The search among contacts."""

    mark_optional = False

    q = forms.CharField(
        label=_("Nombre, teléfono o CUI"),
        max_length=200,
        widget=ui.NameInput,
        error_messages={"required": _("Escriba un nombre, un teléfono o un CUI.")},
    )


class CallForm(ui.Form):
    """The result of a call. Each result is a button; the id makes a second press harmless."""

    step = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    result = forms.ChoiceField(
        choices=[(step.value, step.label) for step in (*CALL_RESULTS, LeadStep.REFUSED)]
    )
