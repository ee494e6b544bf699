"""Spanish without a country follows Guatemala."""

from arraigo.ui.formats.es_GT.formats import *  # noqa: F403
