"""The form renderer, the base of our forms, and the widgets used instead of Django's own."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext


class FormRenderer(TemplatesSetting):
    """Draws forms and fields with our templates (setting ``FORM_RENDERER``)."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class JSONField(forms.JSONField):
    """What a script of ours wrote. Too deep, or a number too long, is refused like nonsense."""

    def to_python(self, value: Any) -> Any:
        """Return the value, or nothing. Raises for what cannot be read."""
        try:
            return super().to_python(value)
        except (RecursionError, ValueError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from error


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class DateInput(forms.DateInput):
    """The date picker of the browser, which speaks ISO whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """The picker of a day and an hour."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class TimeInput(forms.TimeInput):
    """The picker of an hour."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class NameInput(forms.TextInput):
    """A person's name: with capitals, and never "corrected" by the phone."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        plain = {"spellcheck": "false", "autocapitalize": "words", "autocomplete": "off"}
        super().__init__({**plain, **(attrs or {})})


class PhoneInput(forms.TextInput):
    """A telephone number: the phone shows its number keys."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})


class DigitsInput(forms.TextInput):
    """A number that is not counted with: a year, a code (no arrows, no wheel)."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})


class MoneyInput(forms.TextInput):
    """An amount of quetzales."""

    template_name = "ui/forms/money.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class SignatureInput(forms.HiddenInput):
    """The hidden value behind ``<c-signature>``: a PNG as a data URL, or nothing."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-signature-value": True, **(attrs or {})})


class DateField(forms.DateField):
    """A date, asked with the picker of the browser."""

    widget = DateInput


NATIVE_PICKERS: dict[type[forms.Widget], type[forms.Widget]] = {
    forms.DateInput: DateInput,
    forms.DateTimeInput: DateTimeInput,
    forms.TimeInput: TimeInput,
}


class FormManners:
    """What every form of ours does: name the question that has no answer, ask dates natively."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mind_manners()

    def mind_manners(self) -> None:
        """Give every question its manners; a form that adds questions later calls it again."""
        for name, field in self.fields.items():
            self._name_the_question(name, field)
            picker = NATIVE_PICKERS.get(type(field.widget))
            if picker:
                widget = picker(field.widget.attrs)
                widget.is_required = field.widget.is_required
                field.widget = widget

    def _name_the_question(self, name: str, field: forms.Field) -> None:
        """Say which question is missing, unless the field has words of its own for it."""
        if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
            label = field.label or name.replace("_", " ").capitalize()
            field.error_messages["required"] = gettext("Falta responder: %(label)s") % {
                "label": label
            }


class Form(FormManners, forms.Form):
    """A form of a page."""


class ModelForm(FormManners, forms.ModelForm):
    """A form of a page that edits one row."""
