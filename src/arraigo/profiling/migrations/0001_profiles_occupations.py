import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import arraigo.core.clock
from arraigo.people.policies import protect


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("casework", "0001_cases_events_deliveries"),
        ("people", "0002_consent_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Occupation",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=4,
                        primary_key=True,
                        serialize=False,
                        verbose_name="código CIUO-08",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="título")),
                ("sort_key", models.CharField(editable=False, max_length=220)),
                ("search_text", models.CharField(editable=False, max_length=220)),
            ],
            options={
                "verbose_name": "ocupación",
                "verbose_name_plural": "ocupaciones",
                "ordering": ["sort_key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[0-9]{4}$")),
                        name="occupation_code_of_four_digits",
                        violation_error_message="El código CIUO-08 tiene cuatro números.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "literate",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("si", "Sí"),
                            ("no", "No"),
                            ("ns", "No sabe o prefiere no responder"),
                        ],
                        max_length=2,
                        verbose_name="¿Sabe leer y escribir?",
                    ),
                ),
                (
                    "education",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ninguno", "Ninguno"),
                            ("alfabetizacion", "Alfabetización"),
                            ("preprimaria", "Preprimaria"),
                            ("primaria", "Primaria"),
                            ("basico", "Básico"),
                            ("diversificado", "Diversificado"),
                            ("tecnico", "Técnico universitario"),
                            ("licenciatura", "Licenciatura"),
                            ("maestria", "Maestría"),
                            ("doctorado", "Doctorado"),
                            ("ns", "No sabe o prefiere no responder"),
                        ],
                        max_length=16,
                        verbose_name="Nivel de estudios",
                    ),
                ),
                (
                    "last_grade",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Último grado que ganó"
                    ),
                ),
                (
                    "education_country",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("GT", "Guatemala"),
                            ("US", "Estados Unidos"),
                            ("MX", "México"),
                            ("ZZ", "Otro país"),
                        ],
                        max_length=2,
                        verbose_name="País donde estudió",
                    ),
                ),
                (
                    "education_document",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no", "No lo tiene"),
                            ("si", "Sí, sin apostilla"),
                            ("apostillado", "Sí, apostillado"),
                            ("ns", "No sabe o prefiere no responder"),
                        ],
                        max_length=12,
                        verbose_name="¿Tiene el diploma o certificado?",
                    ),
                ),
                (
                    "occupation_words",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="Oficio, en sus palabras"
                    ),
                ),
                (
                    "experience_years",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(80)],
                        verbose_name="Años en ese oficio",
                    ),
                ),
                (
                    "country_abroad",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("GT", "Guatemala"),
                            ("US", "Estados Unidos"),
                            ("MX", "México"),
                            ("ZZ", "Otro país"),
                        ],
                        max_length=2,
                        verbose_name="País donde vivió",
                    ),
                ),
                (
                    "years_abroad",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(80)],
                        verbose_name="Años que vivió fuera",
                    ),
                ),
                (
                    "preferred_language",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("es", "Español"),
                            ("acr", "Achi"),
                            ("knj", "Akateko"),
                            ("agu", "Awakateko"),
                            ("cha", "Chalchiteko"),
                            ("caa", "Ch'orti'"),
                            ("cac", "Chuj"),
                            ("en", "Inglés"),
                            ("cab", "Garífuna"),
                            ("itz", "Itza'"),
                            ("ixl", "Ixil"),
                            ("jac", "Jakalteko (Popti')"),
                            ("cak", "Kaqchikel"),
                            ("quc", "K'iche'"),
                            ("mam", "Mam"),
                            ("mop", "Mopan"),
                            ("poc", "Poqomam"),
                            ("poh", "Poqomchi'"),
                            ("kjb", "Q'anjob'al"),
                            ("kek", "Q'eqchi'"),
                            ("quv", "Sakapulteko"),
                            ("gsm", "Lengua de señas"),
                            ("qum", "Sipakapense"),
                            ("ttc", "Tektiteko"),
                            ("tzj", "Tz'utujil"),
                            ("usp", "Uspanteko"),
                            ("xin", "Xinka"),
                        ],
                        max_length=3,
                        verbose_name="Idioma en que prefiere hablar",
                    ),
                ),
                (
                    "needs_interpreter",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("si", "Sí"),
                            ("no", "No"),
                            ("ns", "No sabe o prefiere no responder"),
                        ],
                        max_length=2,
                        verbose_name="¿Requiere intérprete?",
                    ),
                ),
                (
                    "english",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no", "No habla inglés"),
                            ("A1", "A1: palabras y frases sueltas"),
                            ("A2", "A2: lo básico para el trabajo"),
                            ("B1", "B1: se da a entender"),
                            ("B2", "B2: conversa con soltura"),
                            ("C1", "C1: avanzado"),
                            ("C2", "C2: como lengua propia"),
                        ],
                        max_length=2,
                        verbose_name="Inglés",
                    ),
                ),
                (
                    "wants",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("empleo", "Un empleo"),
                                ("negocio", "Un negocio propio"),
                                ("estudio", "Seguir estudiando"),
                                ("oficio", "Aprender un oficio"),
                                ("certificado", "Certificar lo que ya sabe"),
                                ("movilidad", "Trabajo fuera con contrato legal"),
                                ("sin_decidir", "Todavía no lo decide"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Lo que quiere",
                    ),
                ),
                (
                    "priority",
                    models.CharField(
                        blank=True,
                        choices=[("alta", "Alta"), ("media", "Media"), ("baja", "Baja")],
                        max_length=5,
                        verbose_name="Prioridad del caso",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("changed_at", models.JSONField(default=dict, editable=False)),
                (
                    "updated_at",
                    models.DateTimeField(default=arraigo.core.clock.now, editable=False),
                ),
                ("completed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="profile",
                        to="casework.case",
                    ),
                ),
                (
                    "completed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "main_occupation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="profiling.occupation",
                        verbose_name="Ocupación (CIUO-08)",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="profiles",
                        to="people.person",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "perfil",
                "verbose_name_plural": "perfiles",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("completed_at", None), ("completed_by", None)),
                            models.Q(
                                ("completed_at__isnull", False),
                                ("completed_by__isnull", False),
                                ("experience_years__isnull", False),
                                ("wants__len__gt", 0),
                                models.Q(("literate", ""), _negated=True),
                                models.Q(("education", ""), _negated=True),
                                models.Q(("english", ""), _negated=True),
                                models.Q(("priority", ""), _negated=True),
                                models.Q(("preferred_language", ""), _negated=True),
                                models.Q(
                                    ("main_occupation__isnull", False),
                                    models.Q(("occupation_words", ""), _negated=True),
                                    ("experience_years", 0),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("preferred_language", "es"),
                                    models.Q(("needs_interpreter", ""), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="profile_completed_whole",
                        violation_error_message="Un perfil completo tiene todas las respuestas.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_grade", None),
                            models.Q(("education", "primaria"), ("last_grade__range", (1, 6))),
                            models.Q(("education", "basico"), ("last_grade__range", (1, 3))),
                            models.Q(("education", "diversificado"), ("last_grade__range", (4, 7))),
                            _connector="OR",
                        ),
                        name="profile_grade_of_its_level",
                        violation_error_message="Ese grado no es de ese nivel.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkExperience",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=80, verbose_name="trabajo")),
                (
                    "country",
                    models.CharField(
                        choices=[
                            ("GT", "Guatemala"),
                            ("US", "Estados Unidos"),
                            ("MX", "México"),
                            ("ZZ", "Otro país"),
                        ],
                        max_length=2,
                        verbose_name="país",
                    ),
                ),
                (
                    "years",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(80)],
                        verbose_name="años",
                    ),
                ),
                (
                    "occupation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="profiling.occupation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="experiences",
                        to="profiling.profile",
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("profile", "place"),
                        name="experience_once_per_place",
                        violation_error_message="Ya hay un trabajo en ese lugar de la lista.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="experience_names_its_work",
                        violation_error_message="Escriba en qué trabajó.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OccupationWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=60, verbose_name="palabra")),
                ("folded", models.CharField(editable=False, max_length=60)),
                (
                    "occupation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="profiling.occupation",
                    ),
                ),
            ],
            options={
                "verbose_name": "palabra de un oficio",
                "verbose_name_plural": "palabras de los oficios",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("folded", "occupation"),
                        name="occupation_word_once",
                        violation_error_message="Esa ocupación ya tiene esa palabra.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="profile",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="05620ee3236b1692ed3080a9ee5d9a1a39020d12",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_3d4d3",
                    table="profiling_profile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="workexperience",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), 'person_id'); RETURN NULL;",
                    hash="c475d5a013e6cb5624696e1c9ff967cb1621e811",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_8beb3",
                    table="profiling_workexperience",
                    when="AFTER",
                ),
            ),
        ),
        protect("profiling_profile"),
        protect("profiling_workexperience"),
    ]
