"""The rights of the person over her file: who saw it, her permissions, its copy, its erasure."""
