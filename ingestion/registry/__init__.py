"""Units and enterprises, and who may speak for whom."""
