"""Field."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class FieldConfig(AppConfig):
    """Interviews and what phones deliver."""

    name = "arraigo.field"
    label = "field"
    verbose_name = _("Entrevistas")

    def ready(self) -> None:
        """Publish the forms that Arraigo brings after each migration; lend what is asked."""
        from arraigo.field.lent import LentInterviews
        from arraigo.field.publishing import shipped
        from arraigo.profiling.assessments import lent

        post_migrate.connect(shipped.install, sender=self, dispatch_uid="field.shipped")
        lent.register(LentInterviews())
