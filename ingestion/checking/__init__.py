"""Rows and a contract to facts or findings, vectorised: the only place where a row becomes a fact or is refused."""
