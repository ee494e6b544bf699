"""No module of tests keeps a day or an hour: a run may begin on one day and end on the next."""

from unittest.mock import patch

from arraigo.core import clock


def _refused() -> None:
    raise AssertionError("asked the clock while a module was read; ask inside the test instead")


#: While it is started, whoever asks the clock is refused.
reading_modules = patch.object(clock, "now", _refused)
