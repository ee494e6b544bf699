"""A calendar of one's agenda for the phone: how much, where and when, and of nobody."""
