"""A document of a person, of which the sealed file is only a part."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.casework.documents.enums import DocumentKind
from arraigo.casework.models.work import CaseFact
from arraigo.casework.querysets import OfPersonQuerySet
from arraigo.core.models import Fact
from arraigo.people.models import PersonFile


class DocumentQuerySet(OfPersonQuerySet["Document"]):
    """Reads of documents."""

    def standing(self) -> Self:
        """Return those that are not void."""
        return self.filter(annulled_at=None)

    def of_person(self, person_id: uuid.UUID) -> Self:
        """Return a person's standing documents, the latest first."""
        return self.standing().filter(person=person_id).order_by("-recorded_at", "-pk")


class Document(CaseFact):
    """A photo of a paper, attached in a case. What it proves, if anything, is its source."""

    kind = models.CharField(_("qué es"), max_length=12, choices=DocumentKind.choices)
    expires_on = models.DateField(_("vence el"), null=True)
    file = models.OneToOneField(PersonFile, models.RESTRICT, editable=False, related_name="+")
    source_table = models.CharField(max_length=63, blank=True, editable=False)
    source_id = models.UUIDField(null=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta(CaseFact.Meta):
        verbose_name = _("documento")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-recorded_at"], name="document_of_person"),
            models.Index(
                fields=["source_id"], name="document_source", condition=Q(source_id__isnull=False)
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="document_source_whole",
                condition=Q(source_table="", source_id=None)
                | ~Q(source_table="") & Q(source_id__isnull=False),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("casework:document", args=[self.pk])

    @property
    def file_name(self) -> str:
        """Return what a download is called: what it is and of when, never whose."""
        return f"documento-{self.occurred_on:%Y%m%d}.jpg"
