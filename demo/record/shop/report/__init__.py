"""The finance report: revenue by customer and week, read in one consistent transaction."""
