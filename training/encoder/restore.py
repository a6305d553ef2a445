"""Reads a net back from what was exported or shipped, to go on from there: the inverse of `export.py`."""

import json
import pathlib

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from net import Encoder
from tokens import Tokens

MAGIC = b"USENCODE"

#: How many tensors `export.py` writes for a layer, and how many besides.
IN_LAYER, OUTSIDE = 17, 9


def header(path):
    """What a packed encoder says of itself."""
    data = pathlib.Path(path).read_bytes()
    at = len(MAGIC) + 4
    return json.loads(data[at + 4:at + 4 + int.from_bytes(data[at:at + 4], "little")])


def parts(path):
    """ONNX bytes, pieces and scores (or None) of NAME.onnx with NAME.pieces beside it, or of NAME.encoder."""
    path = pathlib.Path(path)
    data = path.read_bytes()
    if path.suffix != ".encoder":
        lines = path.with_suffix(".pieces").read_text(encoding="utf-8").split("\n")[:-1]
        pairs = [line.split("\t") for line in lines]
        return data, [pair[0] for pair in pairs], np.array([float(pair[1]) for pair in pairs], np.float32) if len(pairs[0]) > 1 else None
    if not data.startswith(MAGIC):
        raise SystemExit(f"{path} is no encoder")
    at, chunks = len(MAGIC) + 4, []
    for _ in range(4):
        length = int.from_bytes(data[at:at + 4], "little")
        chunks.append(data[at + 4:at + 4 + length])
        at += 4 + length
    header, pieces, scores, net = chunks
    unigram = json.loads(header)["cutting"] == "unigram"
    return net, pieces.decode().split("\n"), np.frombuffer(scores, "<f4") if unigram else None


def read(path):
    """A net with the weights of a file, and its tokens."""
    data, pieces, scores = parts(path)
    weights = [numpy_helper.to_array(weight) for weight in onnx.load_model_from_string(data).graph.initializer]
    # The order in which export.py writes them.
    rest = iter(weights)
    take = lambda: np.asarray(next(rest), np.float32)
    state = {}

    def linear(*names):
        whole, scale, bias = take(), take(), take()
        weight = whole.T * scale[:, None]
        for name, w, b in zip(names, np.split(weight, len(names)), np.split(bias, len(names)), strict=True):
            state[f"{name}.weight"], state[f"{name}.bias"] = w, b

    def norm(name):
        state[f"{name}.weight"], state[f"{name}.bias"] = take(), take()

    for name in ("word", "place"):
        state[f"{name}.weight"] = take() * take()
    norm("norm")
    layers = (len(weights) - OUTSIDE) // IN_LAYER
    for layer in range(layers):
        own = f"layers.{layer}"
        linear(*(f"{own}.{part}" for part in "qkv"))
        next(rest)
        linear(f"{own}.o")
        norm(f"{own}.attended")
        linear(f"{own}.up")
        linear(f"{own}.down")
        norm(f"{own}.out")
    next(rest)
    state["head.weight"], state["head.bias"] = take().T, take()
    places, width = state["place.weight"].shape
    net = Encoder(len(pieces), layers, width, inner=len(state["layers.0.up.bias"]), places=places, outputs=len(state["head.bias"]))
    net.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in state.items()})
    return net, Tokens("wordpiece" if scores is None else "unigram", pieces, scores)
