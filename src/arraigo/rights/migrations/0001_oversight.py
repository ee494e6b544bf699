"""The data-protection role reads traces and case codes of every file, and nothing else of it."""

from django.db import migrations

OVERSEES = """
CREATE FUNCTION rights_oversees() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN accounts_holds('data_protection');
END $$;
"""


def overseen(table: str) -> migrations.RunSQL:
    """Return the operation that lets the data-protection role read `table`."""
    return migrations.RunSQL(
        f"CREATE POLICY {table}_overseen ON {table} FOR SELECT USING ((SELECT rights_oversees()))",
        f"DROP POLICY {table}_overseen ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0008_scope_by_lookup"), ("casework", "0011_continued_cases")]

    operations = [
        migrations.RunSQL(OVERSEES, "DROP FUNCTION rights_oversees()"),
        overseen("core_trace"),
        overseen("casework_case"),
    ]
