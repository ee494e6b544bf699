"""The photo of a sheet that the person signed says who saw her sign it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0028_entries_of_a_month"),
        ("people", "0016_contacts_met"),
        ("plans", "0006_mitigations_by_barrier"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_how", "paper"), _negated=True),
                    ("signature", None),
                    models.Q(("witness_name", ""), _negated=True),
                    _connector="OR",
                ),
                name="plan_sheet_witnessed",
                violation_error_message="Escriba el nombre del testigo.",
            ),
        ),
    ]
