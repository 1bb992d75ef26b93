"""What an operator asks of the house: how it is, what failed, what will run out. No paper's content. No HTTP."""
