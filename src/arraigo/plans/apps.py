"""Plans."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Individual reintegration plans."""

    name = "arraigo.plans"
    label = "plans"
    verbose_name = _("Planes")
