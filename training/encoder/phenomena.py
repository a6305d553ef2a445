"""What becomes of the test part of our own comments:

    phenomena.py texts LANG > TEXTS                  a text a line
    phenomena.py figures LANG FAST.jsonl BOTH.jsonl  a JSON object; the files are what `understory triage --json --lang LANG`
                                                     says of TEXTS, with `--fast` and without

Held is what has 0.5 and more of threat, hate, spam or sexual.
"""

import collections
import json
import sys

import numpy as np

from data import HEADS, ours
from figures import auc

HELD = ("threat", "hate", "spam", "sexual")

#: Of the comments that must pass, so many may be held where recall is told.
FALSE_ALARMS = 0.02
ROUNDS = 1_000


def rows(language):
    return [row for row in ours(language) if row.split == "test"]


def kind(row):
    if any(row.labels[HEADS.index(head)] == 1 for head in HELD):
        return "held"
    return "insult" if row.phenomenon == "insult" else "passing"


def recall(calls, passing):
    """Of the calls, the share above the score that so few of the comments that must pass reach."""
    line = np.sort(passing)[::-1][int(FALSE_ALARMS * len(passing))]
    return float((calls > line).mean())


def of_calls(found, scores):
    """Recall at few false alarms and AUC of the threat's score, calls to violence against comments that must pass, with the
    middle 95 % by bootstrap."""
    threat = np.array([one["threat"] for one in scores])
    calls = threat[[row.labels[HEADS.index("threat")] == 1 for row in found]]
    passing = threat[[kind(row) == "passing" for row in found]]
    rng = np.random.default_rng(0)
    draws = [(rng.choice(calls, len(calls)), rng.choice(passing, len(passing))) for _ in range(ROUNDS)]
    middle = lambda values: [float(bound) for bound in np.quantile(values, [0.025, 0.975])]
    area = lambda one, other: float(auc([True] * len(one) + [False] * len(other), np.concatenate([one, other])))
    return {
        "calls": len(calls), "passing": len(passing),
        "recall": recall(calls, passing), "recall_95": middle([recall(*draw) for draw in draws]),
        "auc": area(calls, passing), "auc_95": middle([area(*draw) for draw in draws[:200]]),
        "curve": {str(rate): float((calls > np.sort(passing)[::-1][int(rate * len(passing))]).mean()) for rate in (0.01, 0.02, 0.05, 0.1, 0.2)},
    }


def main():
    found = rows(sys.argv[2])
    if sys.argv[1] == "texts":
        print("\n".join(row.text for row in found))
        return
    read = {}
    for name, path in zip(("fast", "both"), sys.argv[3:], strict=True):
        with open(path, encoding="utf-8") as file:
            read[name] = [json.loads(line)["scores"] for line in file]
        assert len(read[name]) == len(found)
    counts = collections.defaultdict(collections.Counter)
    for number, row in enumerate(found):
        for group in (row.phenomenon, "#" + kind(row)):
            counts[group]["texts"] += 1
            for name, scores in read.items():
                counts[group][name] += any(scores[number][category] >= 0.5 for category in HELD)
    share = lambda of: {name: of[name] / of["texts"] for name in read} | {"texts": of["texts"]}
    json.dump({
        "texts": len(found), "held": share(counts["#held"]), "passing": share(counts["#passing"]),
        "calls": {name: of_calls(found, scores) for name, scores in read.items()},
        "phenomena": {name: share(count) for name, count in sorted(counts.items()) if not name.startswith("#")},
    }, sys.stdout, indent=1)


main()
