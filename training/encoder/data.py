"""Labelled comments: the public sources, and our own with their groups filled in."""

import csv
import dataclasses
import functools
import gzip
import hashlib
import pathlib
import re

import numpy as np

#: The heads of the model, in the order of the categories of `understory-triage`.
HEADS = ["toxic", "hate", "threat", "insult", "sexual", "profanity", "spam"]
OURS = pathlib.Path(__file__).resolve().parent.parent / "ours"

#: Sources nobody may learn from: the first has no licence for it, the second is too noisy to be of use.
EVALUATION_ONLY = {"en_ghc", "en_mlma"}


@dataclasses.dataclass(slots=True)
class Row:
    """A comment: `labels` are 1, 0, or NaN where nobody judged, in the order of HEADS."""

    text: str
    labels: np.ndarray
    source: str
    split: str
    phenomenon: str = ""
    #: The text with holes for a group, where it has some.
    holes: str = ""

    def seen(self, rng, parts):
        """The text; with any group where it has a hole, so that each is seen in every place. Of one in which nothing was found,
        once in `parts` times some of its sentences (never, if that is 0): the server reads sentences too, and in them there is
        nothing either."""
        text = fill(self.holes, rng.choice(groups())) if self.holes else self.text
        if parts and rng.randrange(parts) == 0 and not (self.labels == 1).any():
            sentences = re.split(r"(?<=[.!?…。])\s+", text)
            begin = rng.randrange(len(sentences))
            text = " ".join(sentences[begin:rng.randint(begin, len(sentences) - 1) + 1])
        return text


def public(folder, language):
    """The rows of all sources of a language in a folder of `LANG_SOURCE.tsv.gz`.

    A source without a dev part has a twelfth of what there is to learn from made one, by the text's hash, as the fast tier's
    training does.
    """
    rows = []
    for path in sorted(pathlib.Path(folder).glob(f"{language}_*.tsv.gz")):
        own = []
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            header = file.readline().rstrip("\n").split("\t")
            for line in file:
                cells = dict(zip(header, line.rstrip("\n").split("\t")))
                labels = np.array([float(cells[head]) if cells.get(head) else np.nan for head in HEADS], np.float32)
                own.append(Row(cells["text"], labels, path.name.removesuffix(".tsv.gz"), cells["split"]))
        if not any(row.split == "dev" for row in own):
            for row in own:
                if row.split == "train" and share(row.text, 12):
                    row.split = "dev"
        rows += own
    return rows


def share(text, one_in):
    """Whether this text falls to one part in so many, the same on every machine."""
    return int.from_bytes(hashlib.sha256(text.lower().encode()).digest()[:2], "big") % one_in == 0


@functools.cache
def groups():
    """The groups that texts name: (plural, one with article, kind), from `ours/groups.tsv`."""
    with open(OURS / "groups.tsv", encoding="utf-8") as file:
        return [tuple(row) for row in list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]]


def fill(text, group):
    """Names a group in a text, with a capital where a sentence begins."""
    many, one, _ = group
    for hole, words in [("{group}", many), ("{Group}", many), ("{member}", one)]:
        # A capital at the beginning and after the end of a sentence.
        text = re.sub(r"(^|[.!?…]\s+)" + re.escape(hole), lambda m: m[1] + words[0].upper() + words[1:], text)
        text = text.replace(hole, words if hole != "{Group}" else words[0].upper() + words[1:])
    return text


def ours(language):
    """Our own rows of a language. Families go to one split whole: files with `test` in their name are the test part, of
    the others one family in ten is for choosing. Each text with a hole names one group, all groups in turn."""
    rows, turn, filled = [], 0, groups()
    for path in sorted(OURS.glob(f"{language}_*.tsv")):
        test = "test" in path.stem
        for line in path.read_text(encoding="utf-8").split("\n")[1:]:
            if not line:
                continue
            family, phenomenon, names, text, _ = line.split("\t")
            names = set(names.split(","))
            labels = np.array([float(head in names) for head in HEADS], np.float32)
            # Crude words at nobody are toxic to some and not to others: nobody says.
            labels[0] = 1.0 if names & {"threat", "hate", "insult", "sexual"} else np.nan if "profanity" in names else 0.0
            if "spam" in names:
                labels[0] = np.nan
            holes = text if "{" in text else ""
            if holes:
                text = fill(text, filled[turn % len(filled)])
                turn += 1
            split = "test" if test else "dev" if share(family, 10) else "train"
            rows.append(Row(text, labels, f"{language}_ours", split, phenomenon, holes))
    return rows


def write_ours(folder):
    """Writes our own rows as the public sources are written, `LANG_ours.tsv.gz`, phenomena as `orig`, for whoever measures."""
    for language in sorted({path.name[:2] for path in OURS.glob("??_*.tsv")}):
        lines = ["\t".join(["split", "text", *HEADS, "orig"])]
        for row in ours(language):
            labels = ["" if np.isnan(label) else str(int(label)) for label in row.labels]
            lines.append("\t".join([row.split, row.text, *labels, row.phenomenon]))
        # No time in the file: the same rows, the same bytes.
        data = gzip.compress("\n".join([*lines, ""]).encode(), mtime=0)
        (pathlib.Path(folder) / f"{language}_ours.tsv.gz").write_bytes(data)


if __name__ == "__main__":
    import sys

    write_ours(sys.argv[1])
