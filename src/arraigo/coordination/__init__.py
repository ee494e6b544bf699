"""Coordination mechanisms, the activities people take part in, and what was agreed there."""
