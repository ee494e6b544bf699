"""A case that goes on in another office: asked for by one, received by the other."""
