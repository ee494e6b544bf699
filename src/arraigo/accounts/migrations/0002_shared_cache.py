"""The table of the cache that all processes share: it counts attempts and remembers used codes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_users_memberships")]

    operations = [
        migrations.RunSQL(
            sql="""
                CREATE TABLE accounts_shared_cache (
                    cache_key varchar(255) PRIMARY KEY,
                    value text NOT NULL,
                    expires timestamptz NOT NULL
                );
                CREATE INDEX accounts_shared_cache_expires ON accounts_shared_cache (expires);
            """,
            reverse_sql="DROP TABLE accounts_shared_cache;",
        )
    ]
