"""Pages of forms, phones and deliveries."""
