"""Policies made before: the scope becomes a look into an index for each row (see policies.py)."""

import re

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from arraigo.people.policies import visible_when

_SCOPED = "SELECT tablename, policyname, qual FROM pg_policies WHERE qual ~ 'people_personscope'"


def look_up(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Give each policy that asks for the scope the condition as it is written now."""
    with editor.connection.cursor() as cursor:
        cursor.execute(_SCOPED)
        for table, policy, condition in cursor.fetchall():
            (column,) = re.findall(rf"scope\.person_id = {table}\.(\w+)", condition)
            bare = f"{column} IS NULL OR " if f"({column} IS NULL) OR" in condition else ""
            visible = visible_when(table, column)
            cursor.execute(f"ALTER POLICY {policy} ON {table} USING ({bare}{visible})")


class Migration(migrations.Migration):
    dependencies = [("people", "0007_linkage")]

    operations = [migrations.RunPython(look_up, migrations.RunPython.noop)]
