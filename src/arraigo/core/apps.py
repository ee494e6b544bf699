"""Core: the door to the database, traces, history, tokens, documents."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    """Installs the named error for queries without a context."""

    name = "arraigo.core"
    label = "core"

    def ready(self) -> None:
        """Connect what has to be in force on every database connection."""
        from arraigo.core.context import install_named_error

        connection_created.connect(install_named_error, dispatch_uid="arraigo-named-error")
