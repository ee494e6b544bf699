"""Pages of received lists and of the contacts in them, for the receiving office."""
