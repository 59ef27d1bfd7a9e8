"""Editions: frozen figures, definitions, log position and hash, rendered."""
