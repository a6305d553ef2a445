"""What a row is: a name, a target, and how it is measured."""
from dataclasses import dataclass
from typing import Callable

from .bench import ratio


@dataclass
class Row:
    """`limit` is the least that is wanted, or the most where `at_least` is false."""

    name: str
    what: str
    against: str
    limit: float
    take: Callable                       # from a Bench: pairs of timings, or a number where there is no reference
    at_least: bool = True
    unit: str = "requests/s"
    cost: bool = False                   # a cost: theirs a second to ours, instead of ours to theirs
    needs_postgres: bool = False

    @property
    def target(self):
        return f"{'≥' if self.at_least else '≤'} {self.limit:.3g}"

    def measure(self, bench):
        taken = self.take(bench)
        if isinstance(taken, dict):
            figures = taken
        else:
            figures = ratio(taken, self.cost)
        met = figures["value"] >= self.limit if self.at_least else figures["value"] <= self.limit
        return {"row": self.name, "what": self.what, "against": self.against, "target": self.target,
                "limit": self.limit, "at_least": self.at_least, "unit": self.unit, "met": met, **figures}
