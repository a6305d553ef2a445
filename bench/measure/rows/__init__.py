"""The rows, in the order of the table in bench/README.md."""
from . import cold, counts, hot, importing, memory, postgres, posts, signed, start, triage, votes

ROWS = [*hot.ROWS, *signed.ROWS, *cold.ROWS, *counts.ROWS, *posts.ROWS, *postgres.ROWS, *votes.ROWS, *importing.ROWS,
        *start.ROWS, *memory.ROWS, *triage.ROWS]
