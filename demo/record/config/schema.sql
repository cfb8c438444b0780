CREATE TABLE schema_migrations (version int PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
INSERT INTO schema_migrations VALUES (6, '0006_baseline.sql');
CREATE TABLE products (id int PRIMARY KEY, name text NOT NULL, price_cents int NOT NULL, category int NOT NULL, featured bool NOT NULL);
INSERT INTO products SELECT n, 'Part ' || n, 190 + (n * 37) % 9000, 1 + n % 8, n % 25 = 0 FROM generate_series(1, 400) n;
CREATE INDEX products_category ON products (category);
CREATE TABLE stock_levels (product_id int PRIMARY KEY REFERENCES products, available int NOT NULL);
INSERT INTO stock_levels SELECT id, 300 + (id * 13) % 200 FROM products;
CREATE TABLE orders (
    id bigserial PRIMARY KEY, customer_id int NOT NULL, key text NOT NULL, status text NOT NULL,
    payment text, total_cents int, placed_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE order_lines (order_id bigint NOT NULL REFERENCES orders, product_id int NOT NULL, qty int NOT NULL, price_cents int NOT NULL);
INSERT INTO orders (customer_id, key, status, payment, total_cents, placed_at)
    SELECT 1 + (n * 7919) % 3000, 'old-' || n, 'paid', 'ch_' || n, 500 + (n * 31) % 20000, now() - interval '90 days' + n * interval '60 seconds'
    FROM generate_series(1, 120000) n;
INSERT INTO order_lines SELECT id, 1 + id % 400, 1 + id % 3, 990 FROM orders;
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX order_lines_order ON order_lines (order_id);
GRANT ALL ON ALL TABLES IN SCHEMA public TO shop;
GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO shop;
ALTER TABLE orders OWNER TO shop;
ALTER TABLE order_lines OWNER TO shop;
ALTER TABLE schema_migrations OWNER TO shop;
ANALYZE;
