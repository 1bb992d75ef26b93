"""Pixels to words: engines behind one port, reading scale, reading order, Vietnamese text."""
