"""Pages without an account: an institution answers a referral."""
