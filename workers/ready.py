"""Imported once by the fork server: what every child needs is loaded before the first is forked, and shared by all.

Model, document types, word list, the font under a page and the samples of a pen's figures are loaded here. Model and types are
those that the environment's settings ask for; a child whose command line says otherwise loads its own.
"""

from workers.loading import loading

with loading():
    from contextlib import suppress

    import numpy.ma  # noqa: F401 - a median imports it, and would anew in each child

    import digitize.intake.identify
    import digitize.intake.pages
    import digitize.pipeline  # noqa: F401
    from config.settings import load_settings
    from digitize.errors import DigitizeError
    from digitize.ocr.known_words import known_words
    from digitize.ocr.pen_digits import load_samples
    from digitize.pdf.glyphless import blank_font
    from workers.tools import make_ready

    with suppress(DigitizeError):  # what is missing is said by the child that is asked to use it
        make_ready(load_settings())
    load_samples()
    known_words()
    blank_font()
