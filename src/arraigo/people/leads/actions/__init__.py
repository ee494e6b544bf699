"""Writes about received lists (`lists`), the jobs that work on them (`work`), and contacts."""
