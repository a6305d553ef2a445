"""Which pieces of a large vocabulary the languages that are served use."""

import collections

from tokens import Tokens, seen

#: A piece must be used so often, in all texts together, to stay, where nothing else is asked for.
LEAST = 2


def used(pieces, scores, path, least=LEAST):
    """Numbers of the pieces to keep, in their order: marks, single letters in use, and what is used often enough in the file
    of this path, a text a line."""
    tokens = Tokens("unigram", pieces, scores)
    tokens.cutter.no_truncation()
    counts, letters = collections.Counter(), collections.Counter()
    batch = []

    def count():
        for one in tokens.cutter.encode_batch([seen(text) for text in batch], add_special_tokens=False):
            counts.update(one.ids)
        batch.clear()

    with open(path, encoding="utf-8") as file:
        for text in file:
            letters.update(seen(text))
            batch.append(text)
            if len(batch) == 4096:
                count()
    count()
    marks = {"<s>", "<pad>", "</s>", "<unk>"}
    return [
        number for number, piece in enumerate(pieces)
        if piece in marks or counts[number] >= least or (len(piece) == 1 and letters[piece] >= 1)
    ]
