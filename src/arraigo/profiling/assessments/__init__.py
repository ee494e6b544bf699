"""Assessments of a person, and the schemes that score them."""
