"""What consultants ask leave for: travel, meetings in the capital, events, expenses, absence."""
