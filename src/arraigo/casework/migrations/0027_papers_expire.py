"""Papers of the employability file, and when they expire."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0026_retention_and_papers_on_the_agenda"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="expires_on",
            field=models.DateField(null=True, verbose_name="vence el"),
        ),
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[
                    ("identity", "DPI u otra identificación"),
                    ("proof", "Constancia"),
                    ("certificate", "Certificado o diploma"),
                    ("contract", "Contrato"),
                    ("signature", "Hoja firmada"),
                    ("cv", "Hoja de vida (CV)"),
                    ("diploma", "Diploma del último grado"),
                    ("work", "Constancia laboral"),
                    ("reference", "Carta de recomendación"),
                    ("penal", "Carencia de antecedentes penales"),
                    ("police", "Carencia de antecedentes policiacos"),
                    ("other", "Otro documento"),
                ],
                max_length=12,
                verbose_name="qué es",
            ),
        ),
    ]
