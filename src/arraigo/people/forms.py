"""Forms about persons."""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import fields
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from arraigo.core.models import not_in_future
from arraigo.people import cui, minors
from arraigo.people.enums import RETURN_COUNTRIES, ConsentDecision, ConsentHow, ContactOwner, Sex
from arraigo.people.inputs import ConsentGiven, Correction, Registration, SafeContact
from arraigo.people.models import validate_birth_year
from arraigo.people.phones import phone_as_read
from arraigo.territory.forms import MunicipalityField
from arraigo.territory.models import Municipality
from arraigo.ui import forms as ui

PNG_URL = "data:image/png;base64,"
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
SIGNATURE_LIMIT = 200_000  # bytes; a signature on the pad takes about 5,000
_EXPIRED = _("La página venció. Ábrala de nuevo.")


def signature_bytes(value: str) -> bytes | None:
    """Return the PNG behind the pad's data URL, or None for an empty pad.

    Raises `ValidationError` for anything else.
    """
    if not value:
        return None
    try:
        data = base64.b64decode(value.removeprefix(PNG_URL), validate=True)
    except ValueError:  # not base64, or no ASCII
        data = b""
    if not data.startswith(PNG_MAGIC) or len(data) > SIGNATURE_LIMIT:
        raise ValidationError(_("No se pudo leer la firma. Bórrela y pídala de nuevo."))
    return data


def _with_letters(name: str) -> str:
    """Return a name. Raises `ValidationError` when it has no letter."""
    if not any(character.isalpha() for character in name):
        raise ValidationError(_("Escriba el nombre con letras, como está en su documento."))
    return name


class ConsentFields(forms.Form):
    """The questions of a consent, shared by every form that asks for one."""

    consent_how = forms.ChoiceField(
        label=_("¿Cómo da su consentimiento?"),
        choices=ConsentHow.choices,
        initial=ConsentHow.SIGNATURE,
        widget=forms.RadioSelect,
    )
    signature = forms.CharField(
        label=_("Firma de la persona"), required=False, widget=ui.SignatureInput
    )
    witness_name = forms.CharField(
        label=_("Nombre del testigo"),
        help_text=_("Solo si lo dio de palabra."),
        max_length=120,
        required=False,
        widget=ui.NameInput,
    )

    def clean_signature(self) -> str:
        """Keep the data URL, so that it survives another field's error; check that it is one."""
        value: str = self.cleaned_data["signature"]
        signature_bytes(value)
        return value

    def clean(self) -> dict[str, Any]:
        """Ask for the proof that the chosen way needs."""
        data = super().clean() or self.cleaned_data
        how = data.get("consent_how")
        if (
            how == ConsentHow.SIGNATURE
            and not data.get("signature")
            and not self.errors.get("signature")
        ):
            self.add_error("signature", _("Falta la firma. Pídala o elija otra forma."))
        if how == ConsentHow.WITNESS and not data.get("witness_name"):
            self.add_error("witness_name", _("Escriba el nombre del testigo."))
        return data

    def consent(self, *, disclosed_fields: tuple[str, ...] = ()) -> ConsentGiven:
        """Return the typed consent of a valid form."""
        how = ConsentHow(self.cleaned_data["consent_how"])
        return ConsentGiven(
            how=how,
            decision=ConsentDecision(self.cleaned_data.get("decision", ConsentDecision.GIVEN)),
            witness_name=self.cleaned_data["witness_name"] if how == ConsentHow.WITNESS else "",
            guardian_name=self.cleaned_data.get("guardian_name", ""),
            signature=self.signature_given() if how == ConsentHow.SIGNATURE else None,
            disclosed_fields=disclosed_fields,
        )

    def signature_given(self) -> bytes | None:
        """Return the image of the signature of a valid form."""
        return signature_bytes(self.cleaned_data["signature"])


class SearchForm(ui.Form):
    """The one search box."""

    mark_optional = False

    q = forms.CharField(
        label=_("Nombre, teléfono o CUI"),
        help_text=_("Basta una parte, o el código del caso. Puede llevar alguna letra errada."),
        max_length=200,
        widget=ui.NameInput,
        error_messages={"required": _("Escriba un nombre, un teléfono o un CUI.")},
    )


class IdentityFields(forms.Form):
    """Who a person is: asked once when she registers, and again when something was wrong."""

    given_names = forms.CharField(label=_("Nombres"), max_length=120, widget=ui.NameInput)
    surnames = forms.CharField(label=_("Apellidos"), max_length=120, widget=ui.NameInput)
    sex = forms.ChoiceField(label=_("Sexo"), choices=Sex.choices, widget=forms.RadioSelect)
    birth_year = forms.IntegerField(
        label=_("Año de nacimiento"),
        help_text=_("Cuatro números, por ejemplo 1994."),
        validators=[validate_birth_year],
        widget=ui.DigitsInput(attrs={"maxlength": 4}),
        localize=False,
        error_messages={"invalid": _("Escriba el año con cuatro números, como 1994.")},
    )
    municipality = MunicipalityField(label=_("Municipio donde vive"))
    phone = PhoneNumberField(
        label=_("Teléfono"),
        help_text=_("Ocho números. Si no tiene, déjelo vacío."),
        required=False,
        widget=ui.PhoneInput,
        error_messages={"invalid": _("Escriba un teléfono de 8 números, como 5555 0101.")},
    )
    phone_owner = forms.ChoiceField(
        label=_("¿De quién es el teléfono?"),
        choices=ContactOwner.choices,
        initial=ContactOwner.SELF,
        required=False,
    )
    cui = forms.CharField(
        label=_("CUI (DPI)"),
        help_text=_("13 números. Muchas personas retornan sin documentos: puede quedar vacío."),
        max_length=20,
        required=False,
        widget=ui.DigitsInput,
    )

    def clean_cui(self) -> str:
        """Return the digits only. A wrong number of digits is an error; a doubtful CUI is not."""
        digits = cui.digits(self.cleaned_data["cui"])
        if self.cleaned_data["cui"] and len(digits) != cui.LENGTH:
            raise ValidationError(_("El CUI tiene 13 números. Revíselo o déjelo vacío."))
        return digits

    def clean_given_names(self) -> str:
        """Return the names, which must have letters."""
        return _with_letters(self.cleaned_data["given_names"])

    def clean_surnames(self) -> str:
        """Return the surnames, which must have letters."""
        return _with_letters(self.cleaned_data["surnames"])

    def has_doubtful_cui(self) -> bool:
        """Tell whether a valid form carries a CUI worth a second look (a warning, no error)."""
        number = self.cleaned_data.get("cui", "")
        return bool(number) and cui.is_doubtful(number)


class RegistrationForm(ui.Form, IdentityFields, ConsentFields):
    """The minimum registration: seven answers and the consent."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    guardian_name = forms.CharField(
        label=_("Madre, padre o persona encargada"),
        help_text=_("Solo si la persona tiene menos de 18 años. También da su consentimiento."),
        max_length=120,
        required=False,
        widget=ui.NameInput,
    )
    unaccompanied = forms.BooleanField(
        label=_("Tiene menos de 18 años y viene sin nadie que le cuide"), required=False
    )
    returned_on = ui.DateField(label=_("Fecha de retorno"), validators=[not_in_future])
    country = forms.ChoiceField(label=_("País de donde retornó"), choices=RETURN_COUNTRIES)
    decision = forms.ChoiceField(
        label=_("¿Acepta la persona que guardemos sus datos para atenderle?"),
        choices=[
            (ConsentDecision.GIVEN, _("Sí, acepta")),
            (ConsentDecision.REFUSED, _("No acepta")),
        ],
        widget=forms.RadioSelect,
    )
    seen_duplicates = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = (
        "id", "given_names", "surnames", "sex", "birth_year", "guardian_name", "unaccompanied",
        "municipality", "phone", "phone_owner", "returned_on", "country", "cui", "decision",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = uuid.uuid4

    def clean(self) -> dict[str, Any]:
        """Check what depends on the birth year: the age, and the return after the birth."""
        answers = super().clean()
        born, returned = answers.get("birth_year"), answers.get("returned_on")
        if born and returned and returned.year < born:
            self.add_error("returned_on", _("La fecha de retorno es anterior al nacimiento."))
        if born and (why := minors.refusal(born, answers.get("guardian_name", ""))):
            self.add_error("birth_year" if minors.is_child(born) else "guardian_name", str(why))
        return answers

    def refuses(self) -> bool:
        """Tell whether the person refused: then no other answer matters."""
        return self.data.get("decision") == ConsentDecision.REFUSED

    def is_unaccompanied(self) -> bool:
        """Tell whether it is a minor without anybody: then nothing is asked, she is protected."""
        born = str(self.data.get("birth_year", "")).strip()
        return bool(self.data.get("unaccompanied")) and (
            not born.isdecimal() or minors.may_be_minor(int(born))
        )

    def form_id(self) -> uuid.UUID:
        """Return the form's own id, whatever else was answered; a new one if it was lost."""
        try:
            return uuid.UUID(str(self.data.get("id", "")))
        except ValueError:
            return uuid.uuid4()

    def registration(self) -> Registration:
        """Return the typed input of `register_person`."""
        answers = self.cleaned_data
        return Registration(
            id=answers["id"],
            given_names=answers["given_names"],
            surnames=answers["surnames"],
            sex=answers["sex"],
            birth_year=answers["birth_year"],
            municipality=answers["municipality"],
            phone=str(answers["phone"] or ""),
            phone_owner=ContactOwner(answers["phone_owner"] or ContactOwner.SELF),
            returned_on=answers["returned_on"],
            country=answers["country"],
            cui=answers["cui"],
            consent=self.consent(),
            is_training=settings.TRAINING_MODE,
        )


class CorrectionForm(ui.Form, IdentityFields):
    """What was wrong about a person; `seen` is what her file said when this was begun."""

    seen = ui.JSONField(
        widget=forms.HiddenInput, error_messages={"invalid": _EXPIRED, "required": _EXPIRED}
    )

    def __init__(self, *args: Any, identity: Correction, **kwargs: Any) -> None:
        now = _as_json(identity)
        initial = {**now, "seen": now, "phone": phone_as_read(identity.phone)}
        super().__init__(*args, initial=initial, **kwargs)

    def clean_seen(self) -> Correction:
        """Return what the file said, as the action takes it. Raises for what no page has sent."""
        told = self.cleaned_data["seen"]
        try:
            place = Municipality.objects.get(pk=str(told["municipality"]))
            sex, owner = Sex(told["sex"]), ContactOwner(told["phone_owner"])
            typed = {"municipality": place, "sex": sex, "phone_owner": owner}
            return Correction(**{**told, **typed})
        except (TypeError, KeyError, ValueError, Municipality.DoesNotExist) as error:
            raise ValidationError(_EXPIRED) from error

    def correction(self) -> Correction:
        """Return the typed input of `correct_person`."""
        answers = {field.name: self.cleaned_data[field.name] for field in fields(Correction)}
        phone, owner = str(answers["phone"] or ""), answers["phone_owner"] or ContactOwner.SELF
        return Correction(**{**answers, "phone": phone, "phone_owner": ContactOwner(owner)})

    def meet(self, now: Correction) -> None:
        """Show what somebody wrote meanwhile beside what was typed; saving again decides."""
        seen: Correction = self.cleaned_data["seen"]
        for field in fields(Correction):
            if getattr(seen, field.name) != (value := getattr(now, field.name)):
                told = _("Alguien lo cambió mientras usted corregía. Ahora dice: %(value)s.")
                self.add_error(field.name, told % {"value": _in_words(field.name, value)})
        posted: Any = self.data
        posted = posted.copy()
        posted["seen"] = json.dumps(_as_json(now))
        self.data = posted


class SafeContactForm(ui.Form):
    """Whose a phone is, whether one may call or write, when, and as whom."""

    owner = forms.ChoiceField(
        label=_("¿De quién es el teléfono?"),
        choices=ContactOwner.choices,
        widget=forms.RadioSelect,
    )
    can_call = forms.BooleanField(
        label=_("Se le puede llamar sin ponerle en riesgo"), required=False
    )
    can_write = forms.BooleanField(
        label=_("Se le puede escribir sin ponerle en riesgo"),
        help_text=_("Solo a su propio teléfono: uno ajeno lo lee otra persona."),
        required=False,
    )
    hours = forms.CharField(
        label=_("¿A qué horas?"),
        help_text=_("Por ejemplo: después de las 6 de la tarde."),
        max_length=80,
        required=False,
    )
    present_as = forms.CharField(
        label=_("¿Cómo se presenta quien llama?"),
        help_text=_("Un nombre neutro, como «la escuela de soldadura». No diga el programa."),
        max_length=80,
        required=False,
    )

    def safe_contact(self) -> SafeContact:
        """Return the typed input of `make_contact_safe`."""
        answers = dict(self.cleaned_data)
        return SafeContact(owner=ContactOwner(answers.pop("owner")), **answers)


def _as_json(identity: Correction) -> dict[str, Any]:
    return {**vars(identity), "municipality": identity.municipality.pk}


def _in_words(name: str, value: Any) -> str:
    choices = {"sex": Sex, "phone_owner": ContactOwner}
    if name == "phone":
        return phone_as_read(value) or "—"
    return str(choices[name](value).label) if name in choices else str(value) or "—"
