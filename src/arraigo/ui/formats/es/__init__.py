"""Formats for Spanish: the same as in Guatemala."""
