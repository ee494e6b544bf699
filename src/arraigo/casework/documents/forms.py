"""The photo field of every room, and the form of a document."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from arraigo.casework.documents.actions import DocumentInput
from arraigo.casework.documents.enums import DocumentKind
from arraigo.casework.models import Case
from arraigo.core.pictures.cleaning import MESSAGES, Picture, PictureRefused, clean_picture
from arraigo.core.pictures.limits import MAX_FILE, Reason
from arraigo.ui import forms as ui

CAMERA = {"accept": "image/*", "capture": "environment"}
#: Naming the kinds lets an iPhone hand over a JPG of what it keeps as HEIC.
GALLERY = {"accept": "image/jpeg,image/png,image/webp"}


class PictureField(forms.FileField):
    """A photo; its value is a `Picture`, made anew from what came, or None."""

    def __init__(self, *, source: dict[str, str], **options: Any) -> None:
        attributes = {
            **source,
            "data-photo": True,
            "data-max-bytes": str(MAX_FILE),
            "data-too-big": MESSAGES[Reason.TOO_BIG],
        }
        widget = forms.FileInput(attrs=attributes)
        super().__init__(required=False, allow_empty_file=True, widget=widget, **options)

    def clean(self, value: Any, initial: Any = None) -> Picture | None:
        """Return the photo made anew. Raises `ValidationError` with what to do about it."""
        file = super().clean(value, initial)
        if file is None:
            return None
        if file.size > MAX_FILE:
            raise ValidationError(str(MESSAGES[Reason.TOO_BIG]))
        try:
            return clean_picture(file.read())
        except PictureRefused as refused:
            raise ValidationError(str(refused.message)) from refused


class PhotoForm(ui.Form):
    """Part of a form: a photo taken now or chosen, asked for last; `photo` is what came of it.

    `too_big` when it weighed so much that the server did not read it.
    """

    needs_photo = True

    camera = PictureField(source=CAMERA, label=_("Tomar una foto"))
    gallery = PictureField(
        source=GALLERY,
        label=_("O elegir una foto guardada"),
        help_text=_("JPG, PNG o WebP, de hasta 10 MB. Se guarda más liviana y sin el lugar."),
    )

    def __init__(self, *args: Any, too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_big = too_big

    @property
    def photo(self) -> Picture | None:
        """Return the photo, whichever way it came."""
        return self.cleaned_data.get("camera") or self.cleaned_data.get("gallery")

    def clean(self) -> dict[str, Any]:
        """Say when the photo is missing or was left unread."""
        data = super().clean() or self.cleaned_data
        if self.too_big:
            self.add_error("gallery", str(MESSAGES[Reason.TOO_BIG]))
        elif self.needs_photo and not (self.photo or self.errors.keys() & {"camera", "gallery"}):
            self.add_error("camera", _("Falta la foto."))
        return data


class DocumentForm(PhotoForm):
    """What paper it is, and its photo."""

    mark_optional = False
    field_order = ("id", "kind", "expires_on", "camera", "gallery")

    id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("¿Qué documento es?"), choices=DocumentKind.choices, widget=forms.RadioSelect
    )
    expires_on = ui.DateField(
        label=_("¿Cuándo vence?"),
        help_text=_("Si el papel lo dice. Se le avisará antes."),
        required=False,
    )

    def document(self, case: Case, source: models.Model | None) -> DocumentInput:
        """Return the typed input of `attach`."""
        told = self.cleaned_data
        kind, picture = DocumentKind(told["kind"]), cast(Picture, self.photo)
        return DocumentInput(
            id=told["id"], case=case, kind=kind, picture=picture, source=source,
            expires_on=told["expires_on"],
        )  # fmt: skip
