"""Training data: plainly fictitious persons made through the same actions."""
