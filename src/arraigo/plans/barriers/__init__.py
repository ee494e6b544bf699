"""What may stand in the way of a plan, and what will be done about each thing."""
