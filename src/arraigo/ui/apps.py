"""Django's registration of the interface."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The interface: templates, components, formats and static files."""

    name = "arraigo.ui"
    label = "ui"
    verbose_name = "Interfaz"
