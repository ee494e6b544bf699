"""What the person knows, has done and wants: her profile, and the catalogue of occupations."""
