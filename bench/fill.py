"""Fills a database of the lab: `python -m bench.fill sow N`, then `… grow N` in each clone."""

from __future__ import annotations

import json
import os
import sys

import django
from django.test.utils import override_settings

#: Nobody enters with a password here, so nobody waits for a slow one.
FAST_PASSWORDS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def main(verb: str, number: str) -> None:
    """Do what the words say; `grow` prints who opens what, as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arraigo.web.settings")
    django.setup()
    from bench import grow, reporting, seed, visits

    if verb == "sow":
        with override_settings(PASSWORD_HASHERS=FAST_PASSWORDS):
            seed.sow(int(number))
    else:
        grow.grow(int(number))
        reporting.report_first_month()
        print(json.dumps(visits.visits()))


if __name__ == "__main__":
    main(*sys.argv[1:])
