"""Delegation of an absent Project Lead: who leads her office, from which day until which.

A delegation gives its delegate a membership of its own, so that every page, action and policy
treats her as the lead of that one office while it lasts, and no longer: it expires by itself. What
she decides is noted as done for the lead, and every paper says so. Four eyes stay two people: what
somebody wrote she does not approve, delegate or not.
"""
