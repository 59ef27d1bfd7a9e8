"""The loaded year, for the tests of this folder."""

from tests.publication.loaded import candidate, contracts, loaded, year_file

__all__ = ["candidate", "contracts", "loaded", "year_file"]
