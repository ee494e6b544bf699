"""Keep the tokens of links out of the logs: whoever reads a log must not be able to answer."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"(/[rm]/)[^/\s]+")


class HideTokens(logging.Filter):
    """Replaces the token in the addresses that Django logs for refused requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without tokens."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                _TOKEN.sub(r"\1…", value) if isinstance(value, str) else value
                for value in record.args
            )
        return True
