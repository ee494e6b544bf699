"""What people do with a person's file, page by page. Each flow is a function of its stage."""

from tests.canaries.flows import files, leaving
from tests.canaries.flows.common import FLOWS

__all__ = ["FLOWS", "files", "leaving"]
