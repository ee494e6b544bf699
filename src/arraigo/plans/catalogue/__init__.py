"""The goals a plan may begin from, by pathway: written by the office, taken with one press."""
