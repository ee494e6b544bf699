"""The jobs of the public pages, where the worker looks for them."""

from arraigo.public.complaints import tasks as _complaints  # noqa: F401 -- its jobs are this app's
