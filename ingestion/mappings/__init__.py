"""Foreign layouts as data."""
