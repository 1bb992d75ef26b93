"""Teaching the resident network what scanned papers look like: rows are drawn, worn, cut as the engine cuts them, and gone over again.

`sayings` says what rows say, `faces` sets them in print, `wear` does to them what paper, scanner and one bit do, `rows` cuts strips,
`lessons` keeps them for a while, `learner` is the network with its slopes (JAX), `__main__` teaches it and keeps what it learned.
Nothing here is drawn by `bench.render`, and no sample is read: what is measured on either was not seen here.
"""
