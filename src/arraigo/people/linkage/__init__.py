"""Which files are probably of one person: Fellegi–Sunter, in bulk and at registration."""
