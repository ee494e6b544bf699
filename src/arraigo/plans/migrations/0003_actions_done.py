"""The actions done in a period are found by an index, however many plans there are."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_load_known_services"),
        ("organizations", "0002_load_institutions"),
        ("people", "0015_found_by_index"),
        ("plans", "0002_plans_returned_before"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="planaction",
            index=models.Index(
                condition=models.Q(("state", "hecha")), fields=["done_on"], name="plan_action_done"
            ),
        ),
    ]
