"""Checks of obfuscate.py: python3 -m unittest test_obfuscate (in this folder)."""

import contextlib
import gzip
import io
import subprocess
import sys
import tempfile
import unicodedata
import unittest
import unittest.mock
from pathlib import Path

import obfuscate

SCRIPT = Path(__file__).with_name("obfuscate.py")
KINDS = [*obfuscate.KINDS, "mixed"]

# No word occurs twice in a text and words are parted by single spaces only, so that the words
# that were left alone can be found in the result without knowing how it was made.
TEXTS = [
    "the quick brown foxes jumped over seven lazy dogs near a frozen river bank",
    "garbage",
    "STUPID idea from people who never read anything",
    "Rhythm hmmm pfft brrrd lynx drum",
    "my neighbour paints green fences with brushes and sings old songs until midnight",
    "größer Straße façade naïve coração",
]
NO_CONTENT = ["", "   ", "it is what it was", "zzzz !!! 12345", "@someone https://example.org/page"]


def text_after(text, kind):
    """The disguised text."""
    return "".join(obfuscate.obfuscate_pieces(text, kind)[1])


def each_kind(texts):
    """Every kind with every text."""
    return [(kind, text) for kind in KINDS for text in texts]


def content_words(text):
    """The content words of a text whose words are parted by spaces."""
    return [word for word in text.split() if obfuscate.is_content_word(word)]


def rows_of(path):
    """The rows of a table, header included, plain or .gz by name."""
    data = Path(path).read_bytes()
    data = gzip.decompress(data) if str(path).endswith(".gz") else data
    return [line.split("\t") for line in data.decode("utf-8").split("\n")[:-1]]


class Kinds(unittest.TestCase):
    """What holds for every kind."""

    def test_half_of_the_content_words_change(self):
        """Found from outside: floor(n/2) content words still stand alone, as they were."""
        for kind, text in each_kind(TEXTS):
            words = content_words(text)
            left = [word for word in words if word in text_after(text, kind).split()]
            self.assertEqual(len(left), len(words) // 2, (kind, text))

    def test_only_chosen_words_and_gaps_change(self):
        """Found from inside: all pieces but the chosen words (and joined gaps) are as before."""
        for kind, text in each_kind(TEXTS):
            before, after, chosen = obfuscate.obfuscate_pieces(text, kind)
            self.assertEqual("".join(before), text)
            for position, (old, new) in enumerate(zip(before, after, strict=True)):
                is_closed_gap = position % 2 == 0 and old.isspace() and new == ""
                if old != new and position not in chosen:
                    self.assertTrue(is_closed_gap and kind in ("joined", "mixed"), (kind, text))
                if position in chosen and kind not in ("joined", "mixed"):
                    self.assertNotEqual(old, new, (kind, text))

    def test_no_kind_is_the_identity(self):
        """Any text with a content word changes."""
        for kind, text in each_kind(TEXTS):
            self.assertNotEqual(text_after(text, kind), text, kind)

    def test_texts_without_content_words_stay(self):
        """Function words, names, addresses and numbers are not touched."""
        for kind, text in each_kind(NO_CONTENT):
            self.assertEqual(text_after(text, kind), text, kind)

    def test_kinds_differ(self):
        """No two kinds write the same."""
        self.assertEqual(len({text_after(TEXTS[0], kind) for kind in KINDS}), len(KINDS))

    def test_every_letter_can_be_disguised(self):
        """Words of any two plain letters change by every kind, in either case."""
        letters = obfuscate.LOWER_CASE
        for kind in KINDS:
            for first in letters:
                for second in letters.replace(first, ""):
                    for word in (first * 3 + second, (first + second * 3).upper()):
                        self.assertNotEqual(text_after(word, kind), word, kind)

    def test_no_tab_or_line_break(self):
        """The result stays one column of one row."""
        for kind, text in each_kind(TEXTS):
            self.assertFalse(set(text_after(text, kind)) & set("\t\r\n"), kind)

    def test_docstrings(self):
        """--list has something to say on every kind."""
        for kind in obfuscate.KINDS.values():
            self.assertTrue(kind.__doc__)


class Appearance(unittest.TestCase):
    """That single kinds look as their docstrings say."""

    def test_styled_letters_are_compatible_with_plain_ones(self):
        """Full-width and mathematical letters have the right letters behind them."""
        for kind in ("fullwidth", "mathematical"):
            for text in TEXTS[:3]:
                self.assertEqual(unicodedata.normalize("NFKC", text_after(text, kind)), text)

    def test_homoglyphs_are_letters_of_another_script(self):
        """All 52 plain letters have look-alikes, and none of these is Latin (but small g, z)."""
        self.assertEqual(len(obfuscate.HOMOGLYPHS), 52)
        for plain, others in obfuscate.HOMOGLYPHS.items():
            for other in others:
                self.assertTrue(other.isalpha())
                if plain not in "gz":
                    self.assertNotIn("LATIN", unicodedata.name(other))

    def test_inserted_characters_can_be_taken_out(self):
        """Kinds that only insert give the text again without the inserted characters."""
        for kind in ("invisible", "zalgo", "direction_marks"):
            for text in TEXTS[:3]:
                after = obfuscate.obfuscate_pieces(text, kind)[1]
                plain = "".join(piece[-2:0:-1] if piece[:1] == "\u202e" else "".join(
                    letter for letter in piece if unicodedata.category(letter) not in ("Cf", "Mn"))
                    for piece in after)
                self.assertEqual(plain, text)

    def test_case_only(self):
        """random_case changes nothing but the case."""
        for text in TEXTS:
            self.assertEqual(text_after(text, "random_case").lower(), text.lower())

    def test_joined_takes_spaces_out(self):
        """Where no word has to be written twice, only spaces are missing."""
        text = "you are stupid and we are clever"
        after = text_after(text, "joined")
        self.assertEqual(after.replace(" ", ""), text.replace(" ", ""))
        self.assertEqual(len(after), len(text) - 1)

    def test_mixed_mixes(self):
        """A long text gets several kinds, some of them with plain letters only, some not."""
        before, after, chosen = obfuscate.obfuscate_pieces(" ".join(TEXTS), "mixed")
        kinds_of_change = {after[position].isascii() for position in chosen
                           if after[position] != before[position]}
        self.assertEqual(kinds_of_change, {True, False})


class CommandLine(unittest.TestCase):
    """Files in, files out."""

    def setUp(self):
        """A table in which texts differ and labels are easy to tell apart."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.rows = [obfuscate.HEADER] + [
            ["train", text, str(number % 2), "0", "", "1", "", "0", "", f'o"{number}']
            for number, text in enumerate([*TEXTS, *NO_CONTENT, 'a "quoted" remark, so called'])]
        text = "".join("\t".join(row) + "\n" for row in self.rows)
        (self.folder / "in.tsv").write_bytes(text.encode("utf-8"))
        (self.folder / "in.tsv.gz").write_bytes(gzip.compress(text.encode("utf-8")))

    def convert(self, kind, source, target, hash_seed="0"):
        """Runs the script as a user would, and gives the bytes written."""
        subprocess.run([sys.executable, SCRIPT, "--kind", kind, source, target], check=True,
                       cwd=self.folder, env={"PYTHONHASHSEED": hash_seed})
        return (self.folder / target).read_bytes()

    def test_same_result_in_every_process(self):
        """Neither time nor Python's own hash has a part in it, plain or packed."""
        for target in ("out.tsv", "out.tsv.gz"):
            runs = {self.convert("mixed", "in.tsv", target, seed) for seed in ("0", "1", "2")}
            self.assertEqual(len(runs), 1)

    def test_packed_and_plain_agree(self):
        """The file names do not change the texts."""
        self.convert("leetspeak", "in.tsv", "out.tsv.gz")
        self.convert("leetspeak", "in.tsv.gz", "out.tsv")
        self.assertEqual(rows_of(self.folder / "out.tsv"), rows_of(self.folder / "out.tsv.gz"))

    def test_rows_and_labels_are_kept(self):
        """Everything but the text is copied, for every kind."""
        column = obfuscate.TEXT_COLUMN
        target = str(self.folder / "out.tsv")
        for kind in KINDS:
            obfuscate.obfuscate_file(kind, str(self.folder / "in.tsv"), target)
            rows = rows_of(target)
            self.assertEqual([row[:column] + row[column + 1:] for row in rows],
                             [row[:column] + row[column + 1:] for row in self.rows])
            self.assertNotEqual(rows, self.rows)

    def test_other_tables_are_refused(self):
        """A wrong header or a row with a column too many stops the run."""
        header = "\t".join(obfuscate.HEADER) + "\n"
        for text in ("text\tlabel\nhello\t1\n", header + "\t" * 10 + "\n"):
            (self.folder / "bad.tsv").write_text(text)
            with self.assertRaises(SystemExit):
                obfuscate.obfuscate_file("spaced", str(self.folder / "bad.tsv"), "never.tsv")

    def test_list(self):
        """--list names every kind, a line each."""
        output = io.StringIO()
        with contextlib.redirect_stdout(output), unittest.mock.patch("sys.argv", ["x", "--list"]):
            obfuscate.main()
        self.assertEqual([line.split("\t")[0] for line in output.getvalue().splitlines()], KINDS)


if __name__ == "__main__":
    unittest.main()
