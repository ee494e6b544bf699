"""Arraigo: case management for the economic reintegration of returned migrants."""
