"""Activities to come, and the persons of cases who are invited to them."""
