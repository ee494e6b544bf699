"""What the tests of the protocol share."""

from arraigo.casework.tests.conftest import case

__all__ = ["case"]
