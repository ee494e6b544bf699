"""A client of OpenRosa, written from the specification and from how ODK Collect behaves."""
