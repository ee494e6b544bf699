"""The server that ODK Collect talks to (OpenRosa 1.0, and ODK's entity lists)."""
