"""Whether a job or business lasts: asked after 30, 90 and 180 days, or as the protocol says."""
