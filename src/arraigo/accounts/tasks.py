"""Every job of accounts, for the worker, which imports no addresses."""

from arraigo.accounts.delegations import tasks as delegations
from arraigo.accounts.harvest import tasks as harvest
from arraigo.accounts.team import tasks as team

__all__ = ["delegations", "harvest", "team"]
