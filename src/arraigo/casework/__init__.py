"""Cases: their code, who manages them, what happened, and what was delivered."""
