"""What a row must be to become an event: Open Data Contract Standard files, one a domain."""
