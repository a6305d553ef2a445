"""The rows, in the order of the table in bench/README.md."""
from . import cold, counts, hot, importing, memory, postgres, posts, start, triage

ROWS = [*hot.ROWS, *cold.ROWS, *counts.ROWS, *posts.ROWS, *postgres.ROWS, *importing.ROWS, *start.ROWS, *memory.ROWS,
        *triage.ROWS]
