"""Every SQL statement of this service, written for schema version SCHEMA."""

SCHEMA = 8

NEW_ORDER = "INSERT INTO orders (customer_id, key, status, channel) VALUES (%s, %s, 'pending', 'web') RETURNING id"
NEW_LINE = "INSERT INTO order_lines (order_id, product_id, quantity, price_cents) VALUES (%s, %s, %s, %s)"
PAID = "UPDATE orders SET status = 'paid', payment = %s, total_cents = %s WHERE id = %s"
REFUSED = "UPDATE orders SET status = %s WHERE id = %s"
RECENT = "SELECT id, status, total_cents, placed_at::text FROM orders WHERE customer_id = %s ORDER BY id DESC LIMIT 5"
ONE = "SELECT id, status, total_cents, placed_at::text FROM orders WHERE id = %s"
LINES = "SELECT product_id, quantity, price_cents FROM order_lines WHERE order_id = %s"
PENDING = "SELECT id, key FROM orders WHERE status = 'pending' AND id %% %s = %s AND placed_at > now() - interval '10 minutes'"
APPLIED = "SELECT coalesce(max(version), 0) FROM schema_migrations"
