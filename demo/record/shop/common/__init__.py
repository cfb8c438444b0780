"""What all services of the shop share: HTTP in and out, traces, metrics, the connection pool, logs.

A service is a package with a `__main__`; it is configured by environment variables only (see `settings`).
Nothing here knows a route, a table or another service's name.
"""
