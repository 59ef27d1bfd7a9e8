"""The suites: gate 1 judges a hand-in, gate 2 judges a build."""
