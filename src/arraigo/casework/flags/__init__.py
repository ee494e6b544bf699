"""A word to a colleague about a case: a supervisor's flag, a mention, what she takes over."""
