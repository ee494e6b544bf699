"""The first version of each rule.

No Guatemalan norm sets a time for these files: the times of a person's file are a first value,
which data protection confirms or changes on its page.
"""

import datetime

from django.db import migrations

_OURS = "Valor inicial: ninguna norma fija este plazo. Protección de datos lo confirma o lo cambia."

#: Kind: class of data, how many, of what, what is done, why.
RULES = {
    "file": ("b", 60, "months", "anonymise", _OURS),
    "no_case": ("b", 24, "months", "anonymise", _OURS),
    "protection": ("c", 12, "months", "empty", _OURS),
    "contact": (
        "b", 90, "days", "delete",
        "Las personas de una lista recibida no han dado su permiso: se tienen 90 días.",
    ),
    "search": (
        "b", 2, "days", "delete",
        "Una búsqueda se guarda solo para poder volver a su página.",
    ),
    "session": ("b", 1, "days", "delete", "Una sesión que terminó ya no sirve para nada."),
    "urgent_try": (
        "b", 90, "days", "delete",
        "Sirven para ver si alguien prueba números; lo que escribió no se guarda.",
    ),
    "linkage": (
        "b", 1, "days", "delete",
        "Copia de trabajo: se borra en cuanto la comparación termina o se detiene.",
    ),
    "refusal": ("a", None, "", "keep", "Solo es una cuenta por oficina y día, sin persona."),
}  # fmt: skip


def load(apps, schema_editor):
    rule = apps.get_model("rights", "RetentionRule")
    for kind, (data_class, amount, unit, deed, source) in RULES.items():
        rule.objects.create(
            kind=kind,
            version=1,
            data_class=data_class,
            amount=amount,
            unit=unit,
            deed=deed,
            source=source,
            valid_from=datetime.date(2026, 1, 1),
        )


class Migration(migrations.Migration):
    dependencies = [("rights", "0003_retention")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
