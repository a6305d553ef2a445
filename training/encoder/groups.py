"""Texts that only name a group, each group in each of them, and what is held of them:

    groups.py texts > TEXTS              a text a line
    groups.py figures READ.jsonl         a JSON object: by group, the share held by hate or threat; READ.jsonl is what
                                         `understory triage --json --lang en` says of TEXTS
"""

import json
import sys

from data import OURS, fill, groups


def texts():
    for group in groups():
        for line in (OURS / "neutral_test.txt").read_text(encoding="utf-8").splitlines():
            yield group[0], fill(line, group)


def main():
    if sys.argv[1] == "texts":
        print("\n".join(text for _, text in texts()))
        return
    counts, held = {}, {}
    with open(sys.argv[2], encoding="utf-8") as file:
        for (group, _), line in zip(texts(), file, strict=True):
            scores = json.loads(line)["scores"]
            counts[group] = counts.get(group, 0) + 1
            held[group] = held.get(group, 0) + (max(scores["hate"], scores["threat"]) >= 0.5)
    print(json.dumps({group: {"texts": counts[group], "held": held[group] / counts[group]} for group in counts}, indent=1))


main()
