-- The schema as the shop was founded with; applied by hand before this folder existed.
SELECT 1;
