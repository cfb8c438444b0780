ALTER TABLE order_lines RENAME COLUMN qty TO quantity;
