"""Runs the shop on one machine, lets a fault happen to it and keeps what was recorded.

Reading order: `place` (paths, addresses), `process`, `instance`, `database`, `monitoring`, `history`, `deploy`, `stack` (all of it),
`load` and `receiver` (processes of their own), `story` (what a fault may do), `keep` (what is written out).
The recorder never writes a line of evidence itself, except deploy events and the supervisor's log, which are its own doing.
"""
