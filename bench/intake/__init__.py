"""What the way in bears: thirty counters at once, and a counter beside a backfill at full rate.

The server is a real `digitize serve` that reads with a stub engine, the counters are the station's own line to it in
processes of their own, the backfill is a real `digitize import`. Everything runs on one machine and shares its cores.
"""
