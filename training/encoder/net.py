"""The encoder: BERT with a head for each category over the mean and the maximum of the last layer."""

import math

import torch
from torch import nn
from torch.nn import functional as F


def quantised(weight):
    """The weight as the int8 model will have it: 7 bits, symmetric, a scale for each output; the gradient passes."""
    scale = weight.detach().abs().amax(1, keepdim=True).clamp(min=1e-8) / 63
    return weight + ((weight / scale).round().clamp(-63, 63) * scale - weight).detach()


class Linear(nn.Linear):
    """A linear layer that can pretend to be quantised."""

    coarse = False

    def forward(self, x):
        return F.linear(x, quantised(self.weight) if self.coarse else self.weight, self.bias)


class Layer(nn.Module):
    def __init__(self, width, heads, inner, eps, drop):
        super().__init__()
        self.heads, self.drop = heads, drop
        self.q, self.k, self.v, self.o = (Linear(width, width) for _ in range(4))
        self.attended = nn.LayerNorm(width, eps)
        self.up, self.down = Linear(width, inner), Linear(inner, width)
        self.out = nn.LayerNorm(width, eps)

    def forward(self, x, mask):
        rows, length, width = x.shape
        q, k, v = (part(x).view(rows, length, self.heads, -1).transpose(1, 2) for part in (self.q, self.k, self.v))
        a = F.scaled_dot_product_attention(q, k, v, mask, self.drop if self.training else 0.0)
        a = self.o(a.transpose(1, 2).reshape(rows, length, width))
        x = self.attended(x + F.dropout(a, self.drop, self.training))
        h = self.down(F.gelu(self.up(x)))
        return self.out(x + F.dropout(h, self.drop, self.training))


class Encoder(nn.Module):
    def __init__(self, words, layers=6, width=384, heads=12, inner=1536, places=512, outputs=7, eps=1e-12, drop=0.1):
        super().__init__()
        self.shape = dict(words=words, layers=layers, width=width, heads=heads, inner=inner, places=places, outputs=outputs)
        self.word = nn.Embedding(words, width)
        self.place = nn.Embedding(places, width)
        self.norm = nn.LayerNorm(width, eps)
        self.layers = nn.ModuleList(Layer(width, heads, inner, eps, drop) for _ in range(layers))
        self.head = nn.Linear(2 * width, outputs)
        nn.init.normal_(self.head.weight, std=1 / math.sqrt(2 * width))
        nn.init.zeros_(self.head.bias)
        self.drop = drop

    def coarse(self, on=True):
        for part in self.modules():
            if isinstance(part, Linear):
                part.coarse = on

    def forward(self, ids, there):
        """`ids`: tokens by row, `there`: which of them are some. Gives logits, rows by heads."""
        x = self.word(ids) + self.place.weight[: ids.shape[1]]
        x = F.dropout(self.norm(x), self.drop, self.training)
        mask = there[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        x = x.float()
        far = there[..., None]
        mean = (x * far).sum(1) / far.sum(1)
        most = x.masked_fill(~far, -1e4).amax(1)
        pooled = F.dropout(torch.cat([mean, most], 1), self.drop, self.training)
        return self.head(pooled)


#: Names of the parts of a layer here, and in files of BERT.
NAMES = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "o": "attention.output.dense",
    "attended": "attention.output.LayerNorm", "up": "intermediate.dense", "down": "output.dense", "out": "output.LayerNorm",
}


def from_bert(net, tensors, keep=None):
    """Fills a net from BERT's tensors by name. `keep` names the layers to take; all where it is None. The vector of the
    first token type is folded into the places."""
    one = lambda name: torch.as_tensor(tensors[name], dtype=torch.float32)
    with torch.no_grad():
        net.word.weight.copy_(one("embeddings.word_embeddings.weight"))
        places = one("embeddings.position_embeddings.weight")[: net.shape["places"]]
        net.place.weight.copy_(places + one("embeddings.token_type_embeddings.weight")[0])
        net.norm.weight.copy_(one("embeddings.LayerNorm.weight"))
        net.norm.bias.copy_(one("embeddings.LayerNorm.bias"))
        for layer, index in zip(net.layers, keep or range(len(net.layers)), strict=True):
            for here, there in NAMES.items():
                for part in ("weight", "bias"):
                    getattr(getattr(layer, here), part).copy_(one(f"encoder.layer.{index}.{there}.{part}"))
    return net
