"""The counter's agent: from the folder a scanner writes to, over any line, to the server's receipt.

Runs on Windows too: nothing on its path may be POSIX-only (tests/unit/station/test_portable.py holds it).
"""
