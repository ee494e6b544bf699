"""Pages of the person's rights."""
