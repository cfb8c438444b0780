//! The store in PostgreSQL; several servers on one database hear of each other's edits by LISTEN/NOTIFY.
