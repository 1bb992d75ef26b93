"""How many machines a province needs: a simulated day, fed with what the work was measured to cost."""
