"""Takes orders: stores them in PostgreSQL, reserves stock, charges the card. Owns the tables `orders` and `order_lines`."""
