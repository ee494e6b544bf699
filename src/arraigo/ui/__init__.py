"""Layout, components and form fields: how every page looks, nothing of the domain."""
