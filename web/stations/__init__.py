"""What stations and people push: batches, tus uploads, receipts, and the keys that let a station in."""
