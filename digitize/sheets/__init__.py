"""Separator and cover sheets: what their QR codes say, how they are printed, which of a print were not met."""
