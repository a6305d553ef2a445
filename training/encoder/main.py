"""Trains the encoder: main.py teach|learn …; see README.md."""

import argparse
import pathlib

import numpy as np
import torch

import data
import export
import figures
import learn
import restore
import start
from net import Encoder, from_bert
from tokens import Tokens


def language_rows(folder, languages):
    return [row for language in languages for row in data.public(folder, language) + data.ours(language)]


def parts(rows, one_in):
    train = [row for row in rows if row.split == "train" and row.source not in data.EVALUATION_ONLY]
    train = [row for row in train if row.source.endswith("_ours") or data.share(row.text + row.source, one_in)]
    return train, [row for row in rows if row.split == "dev"]


def begin(path, layers):
    """A net filled from a file of start.py, or from one that was trained (.onnx, .encoder) to go on from there, and its tokens.
    `layers` names those to take, or is empty for all."""
    if not path.endswith(".npz"):
        return restore.read(path)
    tensors = start.read(path)
    tokens = Tokens(str(tensors["kind"]), tensors["pieces"].tolist(), tensors.get("scores"))
    count = sum(name.endswith("attention.self.query.weight") for name in tensors)
    keep = [int(layer) for layer in layers.split(",")] if layers else list(range(count))
    return from_bert(Encoder(len(tokens), len(keep)), tensors, keep), tokens


def save(net, path):
    """In half precision."""
    np.savez(path, **{name: t.detach().cpu().half().numpy() for name, t in net.state_dict().items()})


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("what", choices=["teach", "learn"])
    ask.add_argument("--data", required=True)
    ask.add_argument("--languages", default="en")
    ask.add_argument("--start", required=True)
    ask.add_argument("--layers", default="")
    ask.add_argument("--soft", nargs="*", default=[])
    ask.add_argument("--out", required=True)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--rate", type=float, default=1e-4)
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--one-in", type=int, default=1, help="of the public sources one row in so many; our own always all")
    ask.add_argument("--english", type=float, default=1.0, help="how often a row of English is seen in a round")
    ask.add_argument("--public", type=float, default=1.0, help="how often a row that is not our own is seen in a round")
    ask.add_argument("--still", type=int, default=0, help="so many layers, and the embeddings, stay as they are")
    ask.add_argument("--parts", type=int, default=0, help="one harmless text in so many is seen in part; 0: none")
    told = ask.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    rows = language_rows(told.data, told.languages.split(","))
    train, dev = parts(rows, told.one_in)
    net, tokens = begin(told.start, told.layers)
    print(f"{len(train)} rows to learn from, {len(dev)} to choose by; {sum(p.numel() for p in net.parameters()) / 1e6:.1f} million weights", flush=True)
    soft = None
    if told.soft:
        # The mean of the teachers' probabilities. Of our own rows their writers know more.
        soft = np.mean([1 / (1 + np.exp(-np.load(path)["train"].astype(np.float32))) for path in told.soft], 0)
        soft[[row.source.endswith("_ours") for row in train]] = np.nan
    coarse = (0.7 if told.start.endswith(".npz") else 0.0) if told.what == "learn" else 1.0
    if told.rounds:
        learn.fit(net, train, tokens, rounds=told.rounds, rate=told.rate, seed=told.seed, device=device, soft=soft, coarse_after=coarse,
                  english=told.english, public=told.public, still=told.still, parts=told.parts,
                  kept=told.out + ".part")
    out = {"dev": learn.read(net, [row.text for row in dev], tokens, device, quick=True)}
    if told.what == "teach":
        out["train"] = learn.read(net, [row.text for row in train], tokens, device, quick=True)
    np.savez(told.out + ".logits.npz", **{name: logits.astype(np.float16) for name, logits in out.items()})
    if told.what == "learn":
        save(net, told.out + ".npz")
    export.write(net, tokens, told.out)
    figures.table({"dev": figures.by_source(dev, out["dev"])})


main()
