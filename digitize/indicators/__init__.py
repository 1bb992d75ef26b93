"""Facts of dossiers, papers and procedures into the indicators that the law and the provinces ask for, with what counts in each.

indicator = INDICATORS[Code.DIGITISED]
figure = tally_of(dossiers)[indicator.code]          # numerator, denominator
percent(figure)                                      # Decimal("54.28")

`definitions.py` has every indicator as data with one function each: read it first.
"""
