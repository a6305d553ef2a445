"""From text to token numbers, and back to what the server needs to do the same."""

import unicodedata

import numpy as np
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

#: A text is read to this many tokens, marks included; what is longer is read in parts by the server.
LONGEST = 128


def seen(text):
    """As the server gives a text to its models: NFKC, in lower case; any blanks as one."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


class Tokens:
    """A vocabulary and its way of cutting. `kind` is `wordpiece` (BERT, without accents) or `unigram` (SentencePiece)."""

    def __init__(self, kind, pieces, scores=None):
        self.kind, self.pieces, self.scores = kind, list(pieces), scores
        if kind == "wordpiece":
            at = {piece: number for number, piece in enumerate(self.pieces)}
            self.first, self.last, unknown = at["[CLS]"], at["[SEP]"], "[UNK]"
            self.cutter = Tokenizer(models.WordPiece(at, unk_token=unknown, max_input_chars_per_word=100))
            self.cutter.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
            self.cutter.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        else:
            at = {piece: number for number, piece in enumerate(self.pieces)}
            self.first, self.last = at["<s>"], at["</s>"]
            self.cutter = Tokenizer(models.Unigram(list(zip(self.pieces, map(float, scores))), at["<unk>"]))
            self.cutter.pre_tokenizer = pre_tokenizers.Metaspace()
        self.cutter.enable_truncation(LONGEST - 2)

    def __len__(self):
        return len(self.pieces)

    def numbers(self, texts):
        """Token numbers of each text, with the marks of beginning and end."""
        cut = self.cutter.encode_batch([seen(text) for text in texts], add_special_tokens=False)
        return [np.array([self.first, *one.ids, self.last], np.int32) for one in cut]
