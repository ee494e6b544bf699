"""The individual reintegration plan: what the person will do, with whose help, and by when."""
