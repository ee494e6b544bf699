"""A form and its versions. A version never changes: a correction is another version."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import DataClass
from arraigo.core import clock
from arraigo.core.models import AppendOnly, Tracked, user_key
from arraigo.field.enums import OLD_VERSION_LASTS, Handler
from arraigo.field.querysets import VersionQuerySet
from arraigo.field.xform.definition import Definition, Node, read_definition


class XForm(Tracked):
    """A form that people fill in, under the name (`form_id`) that phones know it by."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form_id = models.CharField(_("código"), max_length=64, unique=True)
    title = models.CharField(_("título"), max_length=160)
    handler = models.CharField(
        _("qué hace con las respuestas"), max_length=12, choices=Handler.choices, blank=True
    )
    data_class = models.CharField(
        _("clase de datos"), max_length=1, choices=DataClass.choices, default=DataClass.PERSONAL
    )
    is_in_use = models.BooleanField(_("en uso"), default=True)
    is_shipped = models.BooleanField(_("viene con Arraigo"), default=False)

    class Meta(Tracked.Meta):
        verbose_name = _("formulario")
        verbose_name_plural = _("formularios")
        ordering: ClassVar[list[str]] = ["title", "form_id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="xform_code_plain",
                condition=Q(form_id__regex=r"^[!-~][ -~]{0,63}$"),
                violation_error_message=_("El código lleva letras sin tilde, números o signos."),
            ),
            models.CheckConstraint(
                name="xform_handler_known",
                condition=Q(handler__in=Handler.values),
                violation_error_message=_("Ese uso no existe."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("field:form", args=[self.pk])

    @property
    def is_for_collect(self) -> bool:
        """Tell whether ODK Collect may have it: its drafts lie readable on the phone."""
        return self.is_in_use and self.data_class != DataClass.PROTECTION


class XFormVersion(AppendOnly):
    """A published version: the workbook it was made from, the XForm, and what it asks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey(XForm, models.RESTRICT, related_name="versions")
    version = models.CharField(_("versión"), max_length=40)
    sheets = models.JSONField(help_text="The XLSForm: {sheet: [[cell, …], …]}")
    xml = models.TextField()
    md5 = models.CharField(max_length=32)
    needs = models.JSONField(default=list, help_text="The names of the files it chooses from")
    questions = models.PositiveSmallIntegerField(default=0)
    warnings = models.JSONField(default=list, help_text="`publishing.findings`, as data")
    published_at = models.DateTimeField(default=clock.now)
    published_by = user_key(null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("versión de un formulario")
        verbose_name_plural = _("versiones de los formularios")
        ordering: ClassVar[list[str]] = ["-published_at", "-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["form", "version"],
                name="xform_version_once",
                violation_error_message=_("Esa versión ya está publicada: cambie el número."),
            )
        ]

    def __str__(self) -> str:
        return self.version

    @property
    def nodes(self) -> list[Node]:
        """Return its groups and questions as a tree."""
        return _compiled(self.pk).definition.nodes

    @property
    def definition(self) -> Definition:
        """Return what it asks and by which rules."""
        return _compiled(self.pk).definition

    @property
    def listed(self) -> Mapping[str, Mapping[str, str]]:
        """Return the words of the choices that its files hold: by file, by value."""
        return _compiled(self.pk).listed

    def is_too_old(self, at: Any = None) -> bool:
        """Tell whether the version that followed is so long out that no draft should be left."""
        later = self.form.versions.filter(published_at__gt=self.published_at)
        first = later.order_by("published_at").values_list("published_at", flat=True).first()
        return first is not None and first + OLD_VERSION_LASTS < (at or clock.now())


@dataclass(frozen=True)
class _Compiled:
    definition: Definition
    listed: Mapping[str, Mapping[str, str]]


@lru_cache(maxsize=64)
def _compiled(version_id: uuid.UUID) -> _Compiled:
    """Return a version as it is read, kept by each process: a version never changes."""
    xml = XFormVersion.objects.values_list("xml", flat=True).get(pk=version_id)
    lists = FormMedia.objects.filter(version=version_id, filename__endswith=".csv")
    listed = {file.filename.removesuffix(".csv"): _words_in(bytes(file.content)) for file in lists}
    return _Compiled(read_definition(xml.encode()), listed)


def _words_in(content: bytes) -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig", "replace")))
    return {row.get("name") or "": row.get("label") or "" for row in rows}


class FormMedia(AppendOnly):
    """A file that a version of a form needs beside it: a list of choices, a picture."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(XFormVersion, models.RESTRICT, related_name="media")
    filename = models.CharField(max_length=100)
    md5 = models.CharField(max_length=32)
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "filename"], name="form_media_once")
        ]

    def __str__(self) -> str:
        return self.filename
