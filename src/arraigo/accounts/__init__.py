"""Who works here: users, their roles in offices and organisations, and what roles may open."""
