"""Training: enrolment, completion, and the certificates people obtain."""
