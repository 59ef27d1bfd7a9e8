"""What a clerk fills in and what a reader looks up, all derived from the contracts."""
