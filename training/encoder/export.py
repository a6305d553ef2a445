"""Writes a net as an ONNX file that rten runs fast: weights of 7 bits with a scale for each output, activations quantised as they
come, one product for queries, keys and values, few nodes.

7 bits, because the 8-bit kernels of AVX2 add two products in 16 bits: what lies within ±63 cannot overflow there.
"""


import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Graph:
    def __init__(self):
        self.nodes, self.weights, self.count = [], [], 0

    def weight(self, array, name=None):
        name = name or f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, kind, inputs, outputs=1, **attributes):
        names = [f"t{self.count + n}" for n in range(outputs)]
        self.count += outputs
        self.nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names[0] if outputs == 1 else names

    def linear(self, x, weight, bias):
        """`x` of three axes times a matrix, outputs by inputs."""
        scale = np.maximum(np.abs(weight).max(1), 1e-8) / 63
        whole = np.clip(np.round(weight / scale[:, None]), -63, 63).astype(np.int8)
        q, step, zero = self.node("DynamicQuantizeLinear", [x], 3)
        product = self.node("MatMulInteger", [q, self.weight(whole.T), zero])
        product = self.node("Cast", [product], to=TensorProto.FLOAT)
        product = self.node("Mul", [product, self.node("Mul", [step, self.weight(scale.astype(np.float32))])])
        return self.node("Add", [product, self.weight(bias)])

    def norm(self, x, weight, bias, eps):
        return self.node("LayerNormalization", [x, self.weight(weight), self.weight(bias)], axis=-1, epsilon=eps)


def onnx_of(state, layers, heads, eps=1e-12):
    """The file's bytes, from tensors by name as `net.Encoder` has them. Inputs: `ids` and `places`, both 1 by length; output: `logits`,
    1 by heads of the model."""
    g = Graph()
    t = {name: np.asarray(value, np.float32) for name, value in state.items()}

    def table(name, at):
        scale = np.maximum(np.abs(t[name]).max(1, keepdims=True), 1e-8) / 127
        whole = np.clip(np.round(t[name] / scale), -127, 127).astype(np.int8)
        rows = g.node("Cast", [g.node("Gather", [g.weight(whole), at], axis=0)], to=TensorProto.FLOAT)
        return g.node("Mul", [rows, g.node("Gather", [g.weight(scale.astype(np.float32)), at], axis=0)])

    x = g.node("Add", [table("word.weight", "ids"), table("place.weight", "places")])
    x = g.norm(x, t["norm.weight"], t["norm.bias"], eps)
    width = t["norm.weight"].shape[0]
    for n in range(layers):
        of = lambda name: t[f"layers.{n}.{name}"]
        qkv = g.linear(x, np.concatenate([of(f"{part}.weight") for part in "qkv"]), np.concatenate([of(f"{part}.bias") for part in "qkv"]))
        q, k, v = g.node("Split", [qkv, g.weight(np.array([width] * 3, np.int64))], 3, axis=2)
        a = g.node("Attention", [q, k, v], q_num_heads=heads, kv_num_heads=heads)
        a = g.linear(a, of("o.weight"), of("o.bias"))
        x = g.norm(g.node("Add", [x, a]), of("attended.weight"), of("attended.bias"), eps)
        h = g.node("Gelu", [g.linear(x, of("up.weight"), of("up.bias"))])
        h = g.linear(h, of("down.weight"), of("down.bias"))
        x = g.norm(g.node("Add", [x, h]), of("out.weight"), of("out.bias"), eps)
    axis = g.weight(np.array([1], np.int64))
    pooled = g.node("Concat", [g.node(kind, [x, axis], keepdims=0) for kind in ("ReduceMean", "ReduceMax")], axis=1)
    logits = g.node("MatMul", [pooled, g.weight(t["head.weight"].T)])
    g.nodes.append(helper.make_node("Add", [logits, g.weight(t["head.bias"])], ["logits"]))
    length = lambda name: helper.make_tensor_value_info(name, TensorProto.INT64, [1, "length"])
    out = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, t["head.bias"].shape[0]])
    graph = helper.make_graph(g.nodes, "encoder", [length("ids"), length("places")], [out], g.weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)], ir_version=10)
    onnx.checker.check_model(model)
    return model.SerializeToString()


def write(net, tokens, path):
    """Writes PATH.onnx, and PATH.pieces: the vocabulary, with scores behind tabs where there are some."""
    state = {name: tensor.detach().cpu().numpy() for name, tensor in net.state_dict().items()}
    with open(path + ".onnx", "wb") as file:
        file.write(onnx_of(state, net.shape["layers"], net.shape["heads"]))
    with open(path + ".pieces", "w", encoding="utf-8") as file:
        for number, piece in enumerate(tokens.pieces):
            file.write(piece + (f"\t{tokens.scores[number]:.6f}" if tokens.scores is not None else "") + "\n")
