"""The printed plan that the person signed: its photo, a document of the case that proves it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions.events import lock_open_case
from arraigo.casework.documents.actions import DocumentInput, attach
from arraigo.casework.documents.enums import DocumentKind
from arraigo.casework.models import Document
from arraigo.core.models import field_id
from arraigo.core.pictures.cleaning import Picture
from arraigo.core.transitions import Refused
from arraigo.people.enums import ConsentHow
from arraigo.plans.models import Plan


def sheets_of(plan: Plan, user: Any) -> list[Document]:
    """Return the photos of the signed sheet that `user` may see; one that is void is none."""
    seen = Document.objects.visible_to(user).standing()
    return list(seen.filter(source_table=plan._meta.db_table, source_id=plan.pk))


def lacks_sheet(plan: Plan, user: Any) -> bool:
    """Tell whether the plan in force was signed on paper and its photo is missing."""
    on_paper = plan.is_in_force and plan.signed_how == ConsentHow.PAPER
    return on_paper and plan.case.closed_on is None and not sheets_of(plan, user)


def keep_sheet(
    plan: Plan, picture: Picture, user: Any, sheet_id: uuid.UUID | None = None
) -> Document:
    """Keep the photo of the sheet as a document of the plan's case. Raises what `attach` does."""
    data = DocumentInput(
        id=sheet_id or field_id(), case=plan.case, kind=DocumentKind.SIGNATURE, picture=picture,
        source=plan,
    )  # fmt: skip
    return attach(data=data, user=user)


@transaction.atomic
def add_sheet(*, plan: Plan, picture: Picture, sheet_id: uuid.UUID, user: Any) -> Document:
    """Add the photo that is missing of a plan signed on paper, and return it; twice is once.

    Of two at once the first counts. Raises `Refused` for a plan that was signed otherwise, is not
    in force, or is of a case not open to `user`.
    """
    lock_open_case(plan.case, user)
    standing = Plan.objects.select_related("case").get(pk=plan.pk)
    if standing.signed_how != ConsentHow.PAPER or not standing.is_in_force:
        raise Refused(_("Este plan no es el vigente, o no se firmó en papel."))
    kept = sheets_of(standing, user)
    return kept[0] if kept else keep_sheet(standing, picture, user, sheet_id)
