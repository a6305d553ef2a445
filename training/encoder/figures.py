"""How good scores are: by source and category, both classes within each."""

import collections

import numpy as np

from data import HEADS


def auc(truth, score):
    """The area under the curve: how often a true one stands above a false one, ties counting half."""
    truth, score = np.asarray(truth, bool), np.asarray(score, np.float64)
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    rank = (ends - (counts - 1) / 2)[inverse]
    yes, no = truth.sum(), (~truth).sum()
    return (rank[truth].sum() - yes * (yes + 1) / 2) / (yes * no) if yes and no else float("nan")


def by_source(rows, logits, least=8):
    """AUC by source and category, where there are so many of either class."""
    found = {}
    groups = collections.defaultdict(list)
    for number, row in enumerate(rows):
        groups[row.source].append(number)
    for source, numbers in sorted(groups.items()):
        labels = np.stack([rows[n].labels for n in numbers])
        for at, head in enumerate(HEADS):
            judged = ~np.isnan(labels[:, at])
            truth = labels[judged, at] == 1
            if min(truth.sum(), (~truth).sum()) >= least:
                found[source, head] = auc(truth, logits[numbers, at][judged])
    return found


def table(columns):
    """Prints several runs side by side: {name: {(source, head): auc}}."""
    names = list(columns)
    print(f"{'':34}" + "".join(f"{name:>12}" for name in names))
    for key in sorted({key for column in columns.values() for key in column}, key=lambda k: (k[1], k[0])):
        print(f"{key[1]:10} {key[0]:23}" + "".join(f"{columns[name].get(key, float('nan')):12.3f}" for name in names))
