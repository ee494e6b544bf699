"""Formats for Spanish as written in Guatemala."""
