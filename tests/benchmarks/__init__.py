"""Benchmarks of the app, run by `make bench`; see __main__.py."""
