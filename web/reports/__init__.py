"""Indicators for managers: pages, API and files of the same report."""
