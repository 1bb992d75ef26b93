"""Teaching the resident network what scanned papers look like: rows are drawn, worn, cut as the engine cuts them, and gone over again.

`sayings` says what rows say, `faces` has the print they are set in, `pen` figures by hand, `wear` does to them what paper, scanner and
one bit do, `rows` cuts strips, `batches` puts those of one width together, `learner` is the network with its slopes (JAX), `__main__` teaches it and keeps what it learned.
Nothing here is drawn by `bench.render`, and no sample is read: what is measured on either was not seen here.
"""
