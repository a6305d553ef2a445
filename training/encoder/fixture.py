"""Makes the small encoder that the tests of the crate read, and what torch and onnxruntime say of some texts: fixture.py FOLDER

A vocabulary of letters and a few words, two layers of 32, weights at random: it knows nothing, but must be computed right.
"""

import json
import pathlib
import sys

import numpy as np
import onnxruntime
import torch

import export
from net import Encoder
from tokens import Tokens

folder = pathlib.Path(sys.argv[1])
letters = "abcdefghijklmnopqrstuvwxyz0123456789"
pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *("##" + c for c in letters), *".,!?'\"", "the", "army", "leave", "##ing", "city"]
tokens = Tokens("wordpiece", pieces)
torch.manual_seed(7)
net = Encoder(len(pieces), layers=2, width=32, heads=2, inner=64, places=160).eval()
for weight in net.parameters():
    if weight.ndim == 2:
        torch.nn.init.normal_(weight, std=0.3)
net.coarse()
export.write(net, tokens, str(folder / "tiny"))
texts = ["The army is leaving the city.", "leave", "", "Qwertz, THE city! Café 42", "a" * 300, "the " * 200]
expected = []
session = onnxruntime.InferenceSession(folder / "tiny.onnx")
for text, ids in zip(texts, tokens.numbers(texts)):
    with torch.no_grad():
        logits = net(torch.tensor(ids[None].astype(np.int64)), torch.ones(1, len(ids), dtype=torch.bool))[0]
    coarse = session.run(None, {"ids": ids[None].astype(np.int64), "places": np.arange(len(ids))[None]})[0][0]
    rounded = lambda numbers: [round(float(number), 4) for number in numbers]
    expected.append({"text": text, "tokens": ids.tolist(), "logits": rounded(coarse), "f32": rounded(logits)})
(folder / "tiny.json").write_text("[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in expected) + "\n]\n")
