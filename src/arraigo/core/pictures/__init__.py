"""Photos that come in: taken apart and made anew in a process of their own, within hard limits."""
