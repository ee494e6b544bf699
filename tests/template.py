"""Puts the fixed cast into the tests' template database; run once by the controller."""

import os

import django


def main() -> None:
    """Create the cast as the owner."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arraigo.web.settings")
    django.setup()
    from arraigo.core.context import SYSTEM, acting_as
    from arraigo.demo.cast import create_cast

    with acting_as(SYSTEM):
        create_cast()


if __name__ == "__main__":
    main()
