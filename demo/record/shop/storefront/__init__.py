"""The shop's public API, behind nginx. Knows customers and pages; keeps nothing."""
