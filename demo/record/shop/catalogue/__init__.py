"""Products and prices, read from PostgreSQL through a small cache."""
