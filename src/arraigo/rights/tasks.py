"""The jobs of the person's rights, where the worker looks for them."""

from arraigo.rights.retention import tasks as _retention  # noqa: F401 -- its jobs are this app's
from arraigo.rights.risk import tasks as _risk  # noqa: F401
