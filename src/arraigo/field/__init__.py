"""Interviews: XLSForms, the server ODK Collect talks to, and what it delivers."""
