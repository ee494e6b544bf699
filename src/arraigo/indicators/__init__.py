"""Indicators: definitions as data, figures from facts, and the facts behind each."""
