"""Filters of Casos kept under a name, for oneself or for the team."""
