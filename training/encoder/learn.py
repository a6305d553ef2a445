"""One way of learning for teacher and student: fixed steps, fixed seeds, batches of like length."""

import os
import random
import time

import numpy as np
import torch
from torch.nn import functional as F

import augment
from data import HEADS

#: Tokens in a batch, padding included.
BATCH = 6144

#: How many rows in a hundred are written as people do who write fast or hide.
WORN = 12


def often(row, english, public):
    """How often a row is seen in one round. `english` is how often one of English is where it helps other languages,
    `public` how often one that is not our own."""
    language, source = row.source.split("_", 1)
    if source == "ours":
        return 5
    less = public * (english if language == "en" else 1)
    if source in ("davidson", "paradetox", "templates"):
        return 0.5 * less
    threat = row.labels[HEADS.index("threat")] == 1
    return 3 * public if threat else less


def batches(rows, tokens, rng, english, public, parts):
    """One round over the rows, as batches of row numbers and token numbers, in an order of their own each time."""
    chosen = []
    for number, row in enumerate(rows):
        times = often(row, english, public)
        chosen += [number] * int(times + (rng.random() < times % 1))
    texts = [augment.worn(text, rng) if rng.randrange(100) < WORN else text for text in (rows[n].seen(rng, parts) for n in chosen)]
    cut = tokens.numbers(texts)
    # Like lengths together, but not always the same neighbours.
    order = sorted(range(len(chosen)), key=lambda at: len(cut[at]) + rng.random() * 4)
    made, batch, longest = [], [], 0
    for at in order:
        longest = max(longest, len(cut[at]))
        if batch and longest * (len(batch) + 1) > BATCH:
            made.append(batch)
            batch, longest = [], len(cut[at])
        batch.append(at)
    made.append(batch)
    rng.shuffle(made)
    return [([chosen[at] for at in batch], padded([cut[at] for at in batch])) for batch in made]


def padded(cut):
    ids = np.zeros((len(cut), max(map(len, cut))), np.int64)
    there = np.zeros(ids.shape, bool)
    for row, one in enumerate(cut):
        ids[row, : len(one)] = one
        there[row, : len(one)] = True
    return torch.from_numpy(ids), torch.from_numpy(there)


def fit(net, rows, tokens, *, rounds, rate, seed, device, kept, soft=None, coarse_after=1.0, english=1.0, public=1.0, still=0, parts=0):
    """Learns for so many rounds. `soft` are a teacher's probabilities, rows by heads, NaN where it has no say: they stand in
    where nobody judged, and count half where somebody did. After `coarse_after` of the steps the weights are taken as the
    int8 model has them. Embeddings and the first `still` layers stay as they are, which takes less time. One harmless text in
    `parts` is seen in part. What was learnt is kept in the file `kept` after each round; where it is there, it is gone on from."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    net.to(device).train()
    labels = torch.tensor(np.stack([row.labels for row in rows]))
    judged = ~labels.isnan()
    hard = labels.nan_to_num(0)
    if soft is None:
        target, weight = hard, judged.float()
    else:
        soft = torch.as_tensor(soft, dtype=torch.float32)
        mute, soft = soft.isnan(), soft.nan_to_num(0)
        target = torch.where(mute, hard, torch.where(judged, 0.5 * hard + 0.5 * soft, soft))
        weight = torch.where(judged, 1.0, torch.where(mute, 0.0, 0.5))
    target, weight = target.to(device), weight.to(device)
    for n, p in net.named_parameters():
        if still and (n.startswith(("word", "place", "norm")) or n.startswith(tuple(f"layers.{layer}." for layer in range(still)))):
            p.requires_grad_(False)
    slow = [p for n, p in net.named_parameters() if p.requires_grad and not n.startswith("head")]
    optimiser = torch.optim.AdamW(
        [dict(params=slow, lr=rate), dict(params=net.head.parameters(), lr=rate * 5)], weight_decay=0.01, fused=device == "cuda"
    )
    state = rng.getstate()
    steps = len(batches(rows, tokens, rng, english, public, parts)) * rounds
    rng.setstate(state)
    warm = max(1, steps // 20)

    def pace(step):
        return min(1, (step + 1) / warm) * max(0.02, (steps - step) / steps)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, pace)
    step, begun, told, done = 0, time.time(), 0.0, 0
    if os.path.exists(kept):
        found = torch.load(kept, weights_only=False)
        net.load_state_dict(found["net"])
        optimiser.load_state_dict(found["optimiser"])
        schedule.load_state_dict(found["schedule"])
        rng.setstate(found["rng"])
        torch.set_rng_state(found["torch"])
        step, done = found["step"], found["done"]
    for number in range(done, rounds):
        for numbers, (ids, there) in batches(rows, tokens, rng, english, public, parts):
            net.coarse(step >= int(steps * coarse_after))
            with torch.autocast(device, torch.bfloat16):
                logits = net(ids.to(device, non_blocking=True), there.to(device, non_blocking=True))
            at = torch.tensor(numbers, device=device)
            loss = F.binary_cross_entropy_with_logits(logits, target[at], weight[at], reduction="sum") / weight[at].sum()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            schedule.step()
            step += 1
            if time.time() - told > 20:
                told = time.time()
                print(f"step {step} of {steps}, loss {loss.item():.4f}, {told - begun:.0f} s", flush=True)
        torch.save({
            "net": net.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict(),
            "rng": rng.getstate(), "torch": torch.get_rng_state(), "step": step, "done": number + 1,
        }, kept)
    os.remove(kept)
    return net.eval()


@torch.no_grad()
def read(net, texts, tokens, device, quick=False):
    """Logits of texts, rows by heads; `quick` in half precision on a CPU, too."""
    cut = tokens.numbers(texts)
    order = sorted(range(len(cut)), key=lambda at: len(cut[at]))
    out = np.zeros((len(cut), len(HEADS)), np.float32)
    for begin in range(0, len(order), 256):
        part = order[begin:begin + 256]
        ids, there = padded([cut[at] for at in part])
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda" or quick):
            out[part] = net(ids.to(device), there.to(device)).float().cpu().numpy()
    return out
