"""Draws Vietnamese administrative papers as scanned pages with their truth.

The layouts follow the forms of the law (Nghị định 30/2020, Thông tư 01/2018 and 03/2025, the circulars of each
form), written without a look at the extraction rules: a renderer that shares their labels would measure itself.
Everything is drawn from one seed, so the same seed gives the same pixels.
"""
