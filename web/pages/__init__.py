"""What every page shares: templates, words in two languages, static files, refusals as pages."""
