"""Filed records, and papers on their way there, for the command line and the desk alike: found, looked at, handed out.

Every look at a record is in the ledger before anything of it is shown.
"""
