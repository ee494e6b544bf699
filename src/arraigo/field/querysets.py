"""Reads of forms, devices and deliveries. Everything personal starts from `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from arraigo.accounts.enums import Role
from arraigo.casework.enums import DataClass
from arraigo.field.enums import SubmissionState
from arraigo.people.models import Person

if TYPE_CHECKING:
    from arraigo.field.models import (  # noqa: F401 -- named in the bases
        Device,
        Submission,
        XFormVersion,
    )


class VersionQuerySet(models.QuerySet["XFormVersion"]):
    """Reads of the versions of forms."""

    def current(self) -> VersionQuerySet:
        """Return the last version of each form."""
        since = Q(published_at__gt=OuterRef("published_at")) | Q(
            published_at=OuterRef("published_at"), version__gt=OuterRef("version")
        )
        later = self.model.objects.filter(since, form=OuterRef("form"))
        return self.exclude(Exists(later))

    def for_collect(self) -> VersionQuerySet:
        """Return the version in force of each form that ODK Collect may have."""
        named = self.current().filter(form__is_in_use=True).select_related("form")
        return named.exclude(form__data_class=DataClass.PROTECTION).order_by("form__form_id")


class DeviceQuerySet(models.QuerySet["Device"]):
    """Reads of devices."""

    def visible_to(self, user: Any) -> DeviceQuerySet:
        """Return the user's own; to an administrator, everybody's."""
        if Role.ADMINISTRATOR in user.roles:
            return self
        return self.filter(user=user)

    def in_force(self) -> DeviceQuerySet:
        """Return those that may come."""
        return self.filter(revoked_at=None)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Reads of deliveries."""

    def visible_to(self, user: Any) -> SubmissionQuerySet:
        """Return those about persons the user sees, and those of her offices about nobody yet."""
        seen = Person.objects.visible_to(user).values("pk")
        return self.filter(Q(person__in=seen) | Q(person=None, office__in=user.office_ids))

    def needing_somebody(self) -> SubmissionQuerySet:
        """Return those that a person has to look at."""
        return self.filter(state=SubmissionState.ACTION)
