"""Formats for English as read in Guatemala."""
