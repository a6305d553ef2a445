"""What rounding costs: AUC by head of the net as it was trained, and of the same as the server runs it, over texts of dev parts that
are read at once:

    rounding.py texts DATA LANGUAGES > TEXTS
    rounding.py figures DATA LANGUAGES NET.npz NAME.pieces LOGITS      a JSON object by source and head; LOGITS is what
                                                                       `understory-training logits` says of TEXTS
"""

import json
import pathlib
import sys

import numpy as np
import torch

import data
import figures
import learn
from net import Encoder
from tokens import Tokens

#: Texts of a source.
MOST = 150


def rows(folder, languages):
    found = []
    for language in languages.split(","):
        counts = {}
        for row in data.public(folder, language) + data.ours(language):
            if row.split == "dev" and row.source not in data.EVALUATION_ONLY and "\n" not in row.text:
                counts[row.source] = counts.get(row.source, 0) + 1
                if counts[row.source] <= MOST:
                    found.append(row)
    return found


def main():
    found = rows(*sys.argv[2:4])
    if sys.argv[1] == "texts":
        print("\n".join(row.text for row in found))
        return
    weights, pieces, logits = sys.argv[4:]
    state = {name: torch.from_numpy(value.astype(np.float32)) for name, value in np.load(weights).items()}
    pairs = [line.split("\t") for line in pathlib.Path(pieces).read_text(encoding="utf-8").split("\n")[:-1]]
    layers = sum(name.endswith(".up.weight") for name in state)
    net = Encoder(len(pairs), layers, places=len(state["place.weight"]))
    net.load_state_dict(state)
    tokens = Tokens("unigram", [pair[0] for pair in pairs], [float(pair[1]) for pair in pairs])
    exact = learn.read(net.eval(), [row.text for row in found], tokens, "cpu")
    with open(logits, encoding="utf-8") as file:
        rounded = np.array([json.loads(line) for line in file])
    before, after = figures.by_source(found, exact), figures.by_source(found, rounded)
    heads = {}
    for (_, head), value in before.items():
        heads.setdefault(head, []).append(value)
    rest = {}
    for (_, head), value in after.items():
        rest.setdefault(head, []).append(value)
    json.dump({head: {"sources": len(values), "f32": float(np.mean(values)), "int8": float(np.mean(rest[head]))} for head, values in sorted(heads.items())}, sys.stdout, indent=1)


main()
