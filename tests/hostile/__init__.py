"""Foreign input: arbitrary text and bytes never give a failure (5xx), at any address or parser."""
