"""What the warehouse has, in PostgreSQL. Its process runs in the warehouse's zone and writes local times."""
