"""Writes about schemes: a draft is looked at, then published and counted with."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.transitions import Outdated, Refused
from arraigo.profiling.assessments.inputs import SchemeInput
from arraigo.profiling.assessments.models import ScoringScheme
from arraigo.profiling.tasks import rescore_assessments


@transaction.atomic
def draft_scheme(*, data: SchemeInput, user: Any) -> ScoringScheme:
    """Keep a scheme that counts nothing yet, and return it.

    Raises `Refused` for a version that is published.
    """
    published = ScoringScheme.objects.published().filter(code=data.code, version=data.version)
    if published.exists():
        raise Refused(_("Esa versión ya está publicada: cambie el número."))
    return ScoringScheme.objects.create(**vars(data), created_by=user)


@transaction.atomic
def publish_scheme(*, scheme: ScoringScheme, user: Any) -> ScoringScheme:
    """Count with a scheme from its day on; a job scores again what there is. Twice is once.

    Raises `Outdated` when somebody published the same version first.
    """
    locked = ScoringScheme.objects.select_for_update().get(pk=scheme.pk)
    if not locked.is_draft:
        return locked
    locked.published_at, locked.published_by = clock.now(), user
    try:
        with transaction.atomic():
            locked.save(update_fields=["published_at", "published_by"])
    except IntegrityError as error:
        raise Outdated from error
    rescore_assessments.defer()
    return locked
