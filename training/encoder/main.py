"""Trains the encoder: main.py teach|learn …; see README.md."""

import argparse
import pathlib
import random

import numpy as np
import torch

import data
import export
import figures
import learn
import start
from net import Encoder, from_bert
from tokens import Tokens


def language_rows(folder, languages):
    return [row for language in languages for row in data.public(folder, language) + data.ours(language)]


def parts(rows):
    train = [row for row in rows if row.split == "train" and row.source not in data.EVALUATION_ONLY]
    return train, [row for row in rows if row.split == "dev"]


def begin(path, layers):
    """A net filled from a file of start.py, and its tokens. `layers` names those to take, or is empty for all."""
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
    ask.add_argument("--rows", type=int, help="so many rows only, to try")
    told = ask.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    rows = language_rows(told.data, told.languages.split(","))
    train, dev = parts(rows)
    if told.rows:
        train = random.Random(0).sample(train, told.rows)
    net, tokens = begin(told.start, told.layers)
    print(f"{len(train)} rows to learn from, {len(dev)} to choose by; {sum(p.numel() for p in net.parameters()) / 1e6:.1f} million weights", flush=True)
    soft = None
    if told.soft:
        # The mean of the teachers' probabilities.
        soft = np.mean([1 / (1 + np.exp(-np.load(path)["train"].astype(np.float32))) for path in told.soft], 0)
    coarse = 0.7 if told.what == "learn" else 1.0
    learn.fit(net, train, tokens, rounds=told.rounds, rate=told.rate, seed=told.seed, device=device, soft=soft, coarse_after=coarse)
    out = {"dev": learn.read(net, [row.text for row in dev], tokens, device)}
    if told.what == "teach":
        out["train"] = learn.read(net, [row.text for row in train], tokens, device)
    np.savez(told.out + ".logits.npz", **{name: logits.astype(np.float16) for name, logits in out.items()})
    if told.what == "learn":
        save(net, told.out + ".npz")
    export.write(net, tokens, told.out)
    figures.table({"dev": figures.by_source(dev, out["dev"])})


main()
