"""Benchmarks: accuracy on real scans, speed against OCRmyPDF, and the renderer that draws papers of every type.

Never part of the package, never part of the test run's verdict on time.
"""
