"""Errands: other tasks that the supervisor assigns, given, done, accepted or returned."""
