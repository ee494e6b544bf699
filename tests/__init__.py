"""Tests that walk through several rooms, and what all tests stand on."""
