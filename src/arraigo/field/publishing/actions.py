"""Writes about forms: publish a version, put a form out of use."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import DataClass
from arraigo.core.transitions import Refused
from arraigo.field.enums import Handler
from arraigo.field.models import FormMedia, XForm, XFormVersion
from arraigo.field.publishing.findings import Finding
from arraigo.field.xform.definition import Definition
from arraigo.profiling.assessments.enums import AssessmentKind
from arraigo.profiling.tasks import follow_switch

Sheets = Mapping[str, list[list[str]]]


@dataclass(frozen=True)
class NewVersion:
    """A converted form, ready to be published."""

    xml: str
    definition: Definition
    sheets: Sheets
    media: Mapping[str, bytes] = field(default_factory=dict)
    data_class: DataClass = DataClass.PERSONAL
    warnings: tuple[Finding, ...] = ()


@transaction.atomic
def publish(
    *, new: NewVersion, user: Any = None, handler: Handler = Handler.NONE, shipped: bool = False
) -> XFormVersion:
    """Publish a version, making its form the first time, and return it.

    A form that comes with Arraigo is in use at once; another once somebody puts it in use.

    The same version with the same content is there already. Raises `Refused` for other content
    under a version that is published, and for a form that would stop being of class C.
    """
    told = new.definition
    form, is_new = XForm.objects.get_or_create(
        form_id=told.form_id,
        defaults={
            "title": told.title, "handler": handler, "data_class": new.data_class,
            "is_shipped": shipped, "is_in_use": shipped,
        },
    )  # fmt: skip
    form = XForm.objects.select_for_update().get(pk=form.pk)
    md5 = hashlib.md5(new.xml.encode(), usedforsecurity=False).hexdigest()
    earlier = form.versions.filter(version=told.version).first()
    if earlier is not None:
        if earlier.md5 == md5:
            return earlier
        raise Refused(
            _("La versión %(version)s ya está publicada con otras preguntas. Cambie el número.")
            % {"version": told.version}
        )
    if not is_new and form.data_class == DataClass.PROTECTION != new.data_class:
        raise Refused(_("Este formulario es de protección: la versión nueva también debe serlo."))
    _update(form, new)
    return _insert(form, new, md5, user)


def _update(form: XForm, new: NewVersion) -> None:
    if (form.title, form.data_class) != (new.definition.title, new.data_class):
        form.title, form.data_class = new.definition.title, new.data_class
        form.save(update_fields=["title", "data_class"])


def _insert(form: XForm, new: NewVersion, md5: str, user: Any) -> XFormVersion:
    try:
        with transaction.atomic():
            version = XFormVersion.objects.create(
                form=form, version=new.definition.version, sheets=dict(new.sheets), xml=new.xml,
                md5=md5, needs=list(new.definition.media),
                questions=new.definition.questions, published_by=user,
                warnings=[each.as_data() for each in new.warnings],
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_("Alguien publicó esa versión hace un momento.")) from error
    for name, content in new.media.items():
        FormMedia.objects.create(
            version=version, filename=name, content=content,
            md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
        )  # fmt: skip
    return version


@transaction.atomic
def put_in_use(*, form: XForm, in_use: bool) -> XForm:
    """Put a form in use, or out of it: phones drop it, and drafts of it are still delivered."""
    locked = XForm.objects.select_for_update().get(pk=form.pk)
    if locked.is_in_use != in_use:
        locked.is_in_use = in_use
        locked.save(update_fields=["is_in_use"])
        if form.form_id == AssessmentKind.RSS:
            follow_switch.defer()  # its rounds go on everybody's agenda, or off it
    return locked
