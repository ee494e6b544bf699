"""The monthly report, its approval and what it freezes."""
