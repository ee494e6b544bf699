"""Two files of one person: proposed, decided by two, merged, and separated again if need be."""
