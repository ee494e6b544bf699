"""What is delivered: taken in, handled, shown."""
