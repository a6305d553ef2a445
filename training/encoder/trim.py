"""Leaves out of a net's vocabulary what a language does not use: trim.py FROM TO TEXTS LEAST

FROM.onnx and FROM.pieces become TO.onnx and TO.pieces; TEXTS has a text a line, and what is
used LEAST times in it stays. Nothing else of the net changes, so that one
training serves a large file for many languages and a small one for one.
"""

import sys

import numpy as np
import onnx
from onnx import numpy_helper

import vocabulary
from tokens import LONGEST

#: Places that BERT has.
PLACES = 512


def main(source, target, texts, least):
    lines = open(source + ".pieces", encoding="utf-8").read().split("\n")[:-1]
    pairs = [line.split("\t") for line in lines]
    pieces, scores = [pair[0] for pair in pairs], np.array([float(pair[1]) for pair in pairs], np.float32)
    keep = vocabulary.used(pieces, scores, texts, int(least))
    model = onnx.load(source + ".onnx")
    for weight in model.graph.initializer:
        if weight.dims and weight.dims[0] == len(pieces):
            weight.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(weight)[keep], weight.name))
        elif weight.dims and weight.dims[0] == PLACES:
            # The server reads no more at once.
            weight.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(weight)[:LONGEST], weight.name))
    onnx.save(model, target + ".onnx")
    with open(target + ".pieces", "w", encoding="utf-8") as file:
        file.writelines(lines[number] + "\n" for number in keep)
    print(f"{len(keep)} of {len(pieces)} pieces stay")


main(*sys.argv[1:])
