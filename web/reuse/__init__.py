"""Held papers used again: grants taken and opened by officers, previews, hand-overs with their receipts, as pages and as API."""
