"""Consultants' contracts and the certificates they are paid against."""
