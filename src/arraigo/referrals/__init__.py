"""Referrals and their loop, with answers from institutions without an account."""
