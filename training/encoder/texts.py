"""Collects the texts from which vocabularies are counted: texts.py DATA DISCUSSIONS FOLDER

`all.txt` has those of DATA and the discussions in other languages than English, `en.txt` those in English; a text a line.
"""

import gzip
import json
import pathlib
import sys

data, discussions, folder = map(pathlib.Path, sys.argv[1:])
with open(folder / "all.txt", "w", encoding="utf-8") as everything, open(folder / "en.txt", "w", encoding="utf-8") as english:
    for path in sorted(data.glob("*.tsv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            next(file)
            for line in file:
                text = " ".join(line.split("\t")[1].split()) + "\n"
                everything.write(text)
                if path.name.startswith("en_"):
                    english.write(text)
    for path in sorted(discussions.glob("*.jsonl.gz")):
        # The one discussion that is not in English.
        to = everything if path.name.startswith("decidim") else english
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                text = json.loads(line).get("body")
                if isinstance(text, str):
                    to.write(" ".join(text.split()) + "\n")
