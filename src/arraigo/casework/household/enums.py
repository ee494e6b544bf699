"""Choices about a household."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kinship(models.TextChoices):
    """What somebody is to the person."""

    PARTNER = "partner", _("Pareja")
    CHILD = "child", _("Hija o hijo")
    PARENT = "parent", _("Madre o padre")
    SIBLING = "sibling", _("Hermana o hermano")
    GRANDPARENT = "grandparent", _("Abuela o abuelo")
    GRANDCHILD = "grandchild", _("Nieta o nieto")
    OTHER = "other", _("Otra persona")


class AgeBand(models.TextChoices):
    """How old somebody is, as far as it is asked."""

    INFANT = "0-4", _("0 a 4 años")
    CHILD = "5-14", _("5 a 14 años")
    ADOLESCENT = "15-17", _("15 a 17 años")
    YOUNG = "18-29", _("18 a 29 años")
    ADULT = "30-59", _("30 a 59 años")
    ELDER = "60+", _("60 años o más")
