"""Verdict and page texts into fields; `dispatch.py` is the way in."""
