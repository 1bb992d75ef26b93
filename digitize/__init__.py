"""Scan to sealed PDF: the domain, free of network, database and environment."""

__version__ = "0.1.0"
