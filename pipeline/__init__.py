"""Settings and steps; the only package that knows the whole way."""
