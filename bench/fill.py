"""Fills a database of the lab: `python -m bench.fill VERB N`, as its owner.

`sow N` and then `grow N` in each clone make the programme of `pages`; `sow_cases`, and then
`load_people N`, `load_cases` and `finish`, that of `casework`. `grow` and `daily` tell who opens
what in it.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django
from django.test.utils import override_settings

#: Nobody enters with a password here, so nobody waits for a slow one.
FAST_PASSWORDS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def main(verb: str, number: int) -> None:
    """Do what the words say, and print what there is to tell as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arraigo.web.settings")
    django.setup()
    with override_settings(PASSWORD_HASHERS=FAST_PASSWORDS):
        print(json.dumps(_do(verb, number)))


def _do(verb: str, number: int) -> Any:
    from bench import caseload, daily, finishing, grow, load, reporting, seed, visits

    if verb == "sow":
        return seed.sow(number)
    if verb == "grow":
        grow.grow(number)
        reporting.report_first_month()
        return visits.visits()
    if verb == "sow_cases":
        return caseload.sow()
    if verb == "load_people":
        return load.load_people(os.environ["LAB_SUPERUSER_URL"], number)
    if verb == "load_cases":
        return load.load_cases(os.environ["LAB_SUPERUSER_URL"])
    if verb == "finish":
        return finishing.finish(os.environ["LAB_SUPERUSER_URL"])
    if verb == "daily":
        return daily.daily()
    raise ValueError(verb)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0)
