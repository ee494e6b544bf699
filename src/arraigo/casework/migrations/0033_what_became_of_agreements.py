"""What became of what was agreed in a counselling session is told in the next one, once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0032_milestones_by_kind_of_assessment"),
        ("people", "0016_contacts_met"),
        ("territory", "0003_offices_escuintla_esquipulas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="counsellingsession",
            name="earlier",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="asked_in",
                to="casework.counsellingsession",
            ),
        ),
        migrations.AddField(
            model_name="counsellingsession",
            name="kept",
            field=models.CharField(
                blank=True,
                choices=[
                    ("done", "Se cumplió"),
                    ("partly", "Se cumplió una parte"),
                    ("not_yet", "Todavía no"),
                    ("dropped", "Ya no se hará"),
                    ("unasked", "No se habló de eso"),
                ],
                max_length=8,
                verbose_name="qué pasó con lo acordado",
            ),
        ),
        migrations.AddField(
            model_name="counsellingsession",
            name="kept_words",
            field=models.CharField(blank=True, max_length=300, verbose_name="qué pasó"),
        ),
        migrations.AddConstraint(
            model_name="counsellingsession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("annulled_at", None), ("earlier__isnull", False)),
                fields=("earlier",),
                name="session_asked_once",
                violation_error_message="Ya se anotó qué pasó con esos acuerdos.",
            ),
        ),
        migrations.AddConstraint(
            model_name="counsellingsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("earlier", None), ("kept", ""), ("kept_words", "")),
                    models.Q(("earlier__isnull", False), models.Q(("kept", ""), _negated=True)),
                    _connector="OR",
                ),
                name="session_kept_of_an_earlier",
                violation_error_message="Diga qué pasó con lo acordado.",
            ),
        ),
    ]
