"""Formats of dates and numbers as they are written in Guatemala."""
