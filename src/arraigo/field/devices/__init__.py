"""Phones: enrolled by a code, revoked by their user or an administrator."""
