"""Each step of the way as a plain function."""
