"""Readings of one document to its verdict: which type it is, how sure, and the marks that speak for it."""

from digitize.classify.verdict import ClassifyOptions, classify

__all__ = ["ClassifyOptions", "classify"]
