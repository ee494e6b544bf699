"""The protocol on pages: written as a draft, weighed on the open cases, published, passed to."""
