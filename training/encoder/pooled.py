"""AUC of threat over several sources put together, which each have few: pooled.py texts DATA > TEXTS, then
pooled.py figures DATA READ.jsonl, what `understory triage --json --lang en` says of TEXTS."""

import json
import sys

import numpy as np

import data
from figures import auc

SOURCES = ("en_civil_spans", "en_edos", "en_ghc")
THREAT = data.HEADS.index("threat")


def rows(folder):
    found = [row for row in data.public(folder, "en") if row.source in SOURCES and row.split == "test"]
    return [row for row in found if not np.isnan(row.labels[THREAT])]


def main():
    found = rows(sys.argv[2])
    if sys.argv[1] == "texts":
        print("\n".join(" ".join(row.text.split()) for row in found))
        return
    with open(sys.argv[3], encoding="utf-8") as file:
        scores = np.array([json.loads(line)["scores"]["threat"] for line in file])
    truth = np.array([row.labels[THREAT] == 1 for row in found])
    assert len(truth) == len(scores)
    rng = np.random.default_rng(0)
    draws = [rng.integers(0, len(truth), len(truth)) for _ in range(1_000)]
    middle = np.quantile([auc(truth[draw], scores[draw]) for draw in draws], [0.025, 0.975])
    json.dump({"texts": len(truth), "cases": int(truth.sum()), "auc": float(auc(truth, scores)), "auc_95": middle.tolist()}, sys.stdout)


main()
