"""Tools the tests use to read translation catalogues."""
