"""The agreements to follow up, soonest first."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0001_mechanisms_activities_agreements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(
                condition=models.Q(("fulfilled_on", None)),
                fields=["due_on", "id"],
                name="agreement_soonest",
            ),
        ),
    ]
