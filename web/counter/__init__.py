"""The counter officer's view: batches with their progress, one batch live, files pushed from the browser, the receipt to print."""
