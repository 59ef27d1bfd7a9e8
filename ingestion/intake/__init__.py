"""One hand-in from bytes to a receipt: land, identify, check, judge, append. Conservation holds on every run."""
