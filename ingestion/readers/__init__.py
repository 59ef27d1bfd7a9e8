"""Bytes to rows as text with sheet, row and column."""
