"""Contracts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContractsConfig(AppConfig):
    """Consultants' contracts and the certificates they are paid against."""

    name = "arraigo.contracts"
    label = "contracts"
    verbose_name = _("Contratos")
