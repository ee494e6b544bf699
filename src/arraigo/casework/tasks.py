"""The jobs of case work, where the worker looks for them."""

from arraigo.casework.emergency import tasks as _emergency  # noqa: F401 -- its jobs are this app's
from arraigo.casework.protocol import tasks as _protocol  # noqa: F401 -- its jobs are this app's
from arraigo.casework.quality import tasks as _quality  # noqa: F401 -- its jobs are this app's
