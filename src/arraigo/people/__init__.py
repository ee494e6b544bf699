"""The registry of persons: identity, contacts, returns, consent, and who may see them."""
