"""What is held of our own rows, by phenomenon: phenomena.py FILE.tsv LEARNT FAST.jsonl BOTH.jsonl > PERSONS.json

LEARNT is the number of our own rows that the encoder learnt from; the other files are what `understory triage --json --lang en` says of the
texts, with `--fast` and without. Held is what has 0.5 and more of threat, hate, spam or sexual.
"""

import collections
import json
import sys

HELD = ("threat", "hate", "spam", "sexual")
path, learnt, fast, both = sys.argv[1:]
rows = [line.split("\t") for line in open(path, encoding="utf-8").read().split("\n")[1:] if line]
read = {name: [json.loads(line)["scores"] for line in open(file, encoding="utf-8")] for name, file in (("fast", fast), ("both", both))}
assert all(len(scores) == len(rows) for scores in read.values())
counts = collections.defaultdict(lambda: collections.Counter())
for number, (_, phenomenon, labels, _, _) in enumerate(rows):
    kind = "held" if set(labels.split(",")) & set(HELD) else "insult" if phenomenon == "insult" else "passing"
    for group in (phenomenon, "#" + kind):
        counts[group]["texts"] += 1
        for name, scores in read.items():
            counts[group][name] += any(scores[number][category] >= 0.5 for category in HELD)
share = lambda of: {name: of[name] / of["texts"] for name in read} | {"texts": of["texts"]}
json.dump({
    "texts": len(rows), "learnt": int(learnt), "held": share(counts["#held"]), "passing": share(counts["#passing"]),
    "phenomena": {name: share(count) for name, count in sorted(counts.items()) if not name.startswith("#")},
}, sys.stdout, indent=1)
