"""Writes comment texts the way people disguise them to get by a word filter.

    python3 obfuscate.py --kind homoglyphs IN.tsv OUT.tsv.gz     (--list shows the kinds)

Each kind changes ceil(n/2) of the n content words of a text and leaves the rest as it is.
The author had not read any code that undoes such disguises.  The same kind and text always
give the same result: the choices are seeded by their sha256.
"""

import argparse
import gzip
import hashlib
import random
import re
import unicodedata
from pathlib import Path

HEADER = "split text toxic hate threat insult sexual profanity spam orig".split()
TEXT_COLUMN = HEADER.index("text")

# What is no word to its writer (address, name, placeholder, HTML entity), or a run of letters.
TOKEN = re.compile(r"(https?://\S+|www\.\S+|@\w+|<\w+>|\[\w+\]|&#?\w+;|[^\W\d_]+)")

# Only the longer ones: shorter words never count as content.  "doesn" is from "doesn't".
FUNCTION_WORDS = frozenset("""about above after again against along also although always among
    another anyone anything because been before being below between both cannot could couldn didn
    does doesn doing down during each either else ever every everyone from have having here
    however into itself just less many might more most much must myself neither never none nothing
    only onto other others over quite rather really same should since some someone something still
    such than that their them then there these they thing things this those though through
    together under unless until upon very wasn well were what when where whether which while whom
    whose will with within without would wouldn your yours yourself""".split())

# By escapes, since the eye cannot tell these from Latin letters.  Cyrillic or, where it has
# none that looks alike, Armenian, Cherokee or phonetic letters; then the Greek ones there are.
LOWER_CASE = "abcdefghijklmnopqrstuvwxyz"
LOOK_ALIKES = dict(zip(
    LOWER_CASE + LOWER_CASE.upper(),
    "\u0430\u044c\u0441\u0501\u0435\u03dd\u0261\u04bb\u0456\u0458\u043a\u04cf\u043c"
    "\u0578\u043e\u0440\u051b\u0433\u0455\u0442\u057d\u0475\u051d\u0445\u0443\u1d22"
    "\u0410\u0412\u0421\u13a0\u0415\u03dc\u050c\u041d\u0406\u0408\u041a\u13de\u041c"
    "\u039d\u041e\u0420\u051a\u13a1\u0405\u0422\u054d\u0474\u051c\u0425\u04ae\u0396"))
GREEK = dict(zip("aeiknoptuvwxyABEHIKMOPTXY",
                 "\u03b1\u03b5\u03b9\u03ba\u03b7\u03bf\u03c1\u03c4\u03c5\u03bd\u03c9\u03c7\u03b3"
                 "\u0391\u0392\u0395\u0397\u0399\u039a\u039c\u039f\u03a1\u03a4\u03a7\u03a5"))
HOMOGLYPHS = {plain: other + GREEK.get(plain, "") for plain, other in LOOK_ALIKES.items()}
# Code points of the A of alphabets in Unicode; the a follows after so many code points.
MATHEMATICAL = (0x1D400, 0x1D468, 0x1D4D0, 0x1D56C, 0x1D5A0, 0x1D5D4, 0x1D608, 0x1D63C, 0x1D670)
ENCLOSED = ((0x24B6, 26), (0x249C, 0), (0x1F130, 0), (0x1F150, 0), (0x1F170, 0))
INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u2063", "\u034f")
DIRECTIONS = ("\u200e", "\u200f", "\u061c", "\u2066\u2069", "\u202a\u202c")
DIGITS = dict(a="4", b="8", e="3", g="9", i="1", l="1", o="0", s="5", t="7", z="2")
DRAWN = dict(b=["|3"], c=["("], d=["|)"], f=["ph"], g=["&"], h=["#", "|-|"], j=["_|"], k=["|<"],
             m=["|v|", "^^"], n=["|\\|", "^"], p=["|*"], q=["9"], r=["|2", "®"], u=["|_|", "µ"],
             v=["\\/"], w=["vv"], x=["><"], y=["`/"], z=["%"])
SYMBOLS = dict(a="@", c="(¢", e="€", i="!¡", l="|", o="°", s="$§", t="+†", x="×", y="¥")
ACCENTS = "\u0300\u0301\u0302\u0303\u0308\u030a"
GLITCHES = [chr(code) for code in range(0x300, 0x370) if code != 0x34F]
RESPELLINGS = (("ck", "k"), ("ph", "f"), ("c(?=[eiy])", "s"), ("c(?!h)", "k"), ("s$", "z"),
               ("er$", "a"), ("y$", "ee"), ("f", "ph"), ("x", "ks"), ("u", "oo"), ("i", "y"),
               ("a", "ah"), ("o", "oh"), ("e", "eh"), ("$", "z"))


def is_content_word(token):
    """Four letters or more, no function word; "zzzz" and other scripts cannot be disguised."""
    plain_letters = {letter.lower() for letter in token if letter.isascii()}
    return (token.isalpha() and len(token) >= 4 and len(plain_letters) >= 2
            and token.lower() not in FUNCTION_WORDS)


def pick(positions, share, chooser):
    """Each of the positions with the chance `share`, but at least one of them."""
    picked = [position for position in positions if chooser.random() < share]
    return picked or [chooser.choice(positions)]


def inner_vowels(word):
    """Positions of vowels, accents or not, after the first letter; of all letters if none."""
    inner = range(1, len(word))
    return [position for position in inner
            if unicodedata.normalize("NFD", word[position])[0] in "aeiouyAEIOUY"] or inner


def edit(word, positions, change):
    """Puts change(letter) for the letters at the positions."""
    return "".join(change(letter) if position in positions else letter
                   for position, letter in enumerate(word))


def replace_some(word, table, rare_table, chooser):
    """Puts options of the table for letters, of the rare table where the first has none."""
    table = table if any(letter in table for letter in word) else rare_table
    known = [position for position, letter in enumerate(word) if letter in table]
    return edit(word, pick(known, 0.6, chooser), lambda letter: chooser.choice(table[letter]))


def restyle(word, upper_start, distance):
    """Moves plain letters to an alphabet elsewhere in Unicode."""
    upper = {ord("A") + place: upper_start + place for place in range(26)}
    lower = {ord("a") + place: upper_start + distance + place for place in range(26)}
    return word.translate(upper | lower)


def homoglyphs(word, chooser):
    """Trolls and spammers paste Cyrillic or Greek letters that look the same as Latin ones."""
    return replace_some(word, HOMOGLYPHS, {}, chooser)


def fullwidth(word, chooser):
    """Users of East Asian keyboards and "aesthetic" posters write wide letters: ｈａｔｅ."""
    return restyle(word, 0xFF21, 32)


def mathematical(word, chooser):
    """Pasted from "fancy font" sites into names and posts: 𝐡𝐚𝐭𝐞, 𝖍𝖆𝖙𝖊, one style a word."""
    return restyle(word, chooser.choice(MATHEMATICAL), 26)


def enclosed(word, chooser):
    """Also from "fancy font" sites, letters in circles or squares: ⓗⓐⓣⓔ, 🅷🅰🆃🅴."""
    return restyle(word, *chooser.choice(ENCLOSED))


def invisible(word, chooser):
    """Spammers put zero-width characters or soft hyphens inside: looks like plain "hate"."""
    unseen = chooser.choice(INVISIBLE)
    return edit(word, pick(range(1, len(word)), 0.4, chooser), lambda letter: unseen + letter)


def direction_marks(word, chooser):
    """Spammers put direction marks inside, or store the word backwards under an override."""
    if chooser.random() < 0.25:
        return "\u202e" + word[::-1] + "\u202c"
    mark = chooser.choice(DIRECTIONS)
    return edit(word, pick(range(1, len(word)), 0.4, chooser), lambda letter: mark + letter)


def leetspeak(word, chooser):
    """Gamers write digits for letters: h473.  Words that allow no digit get drawn letters."""
    return replace_some(word.lower(), DIGITS, DRAWN, chooser)


def symbols(word, chooser):
    """Anyone on a phone puts a symbol shaped like the letter: h@te, $tupid, !diot."""
    return replace_some(word.lower(), SYMBOLS, DRAWN, chooser)


def spaced(word, chooser):
    """Commenters who know the filter looks at words space the letters out: h a t e."""
    return chooser.choice((" ", " ", " ", "  ", "\u00a0", "\u2009")).join(word)


def separated(word, chooser):
    """The same with a sign between the letters: h.a.t.e, h-a-t-e, one sign a word."""
    return chooser.choice("...---__*/|~,·").join(word)


def split_once(word, chooser):
    """A lazier way, one break inside the word: stu pid, stu-pid, stu.pid."""
    cut = chooser.randrange(1, len(word))
    return word[:cut] + chooser.choice("  --._*/'") + word[cut:]


def stretched(word, chooser):
    """Young and excited writers hold a letter, mostly a vowel: haaaate."""
    times = chooser.randint(3, 6)
    return edit(word, [chooser.choice(inner_vowels(word))], lambda letter: letter * times)


def doubled(word, chooser):
    """Fast or sly typists type one or two letters twice: hatte, sttupidd."""
    twice = chooser.sample(range(1, len(word)), chooser.randint(1, 2))
    return edit(word, twice, lambda letter: letter * 2)


def masked_vowels(word, chooser):
    """The polite way, also of newspapers: h*te, st*p*d; at times with # or _ or - or a dot."""
    mask = chooser.choice("*****#_-.")
    return edit(word, pick(inner_vowels(word), 0.7, chooser), lambda letter: mask)


def masked_middle(word, chooser):
    """The prim way, only the ends are left: s****d, or only the first letter: s*****."""
    mask = chooser.choice("***#-")
    return word[0] + mask * (len(word) - 2) + chooser.choice((word[-1], mask))


def dropped_vowel(word, chooser):
    """Text-message style leaves a vowel or two out: stpid, stpd."""
    return edit(word, pick(inner_vowels(word), 0.4, chooser), lambda letter: "")


def accented(word, chooser):
    """Gamers get by chat filters with accents of the keyboard, mostly on vowels: hàtë."""
    marked = pick(inner_vowels(word), 0.8, chooser)
    changed = edit(word, marked, lambda letter: letter + chooser.choice(ACCENTS))
    return unicodedata.normalize("NFC", changed)


def zalgo(word, chooser):
    """"Glitch text" sites pile combining marks on every letter; here lightly, one to three."""
    return "".join(letter + "".join(chooser.sample(GLITCHES, chooser.randint(1, 3)))
                   for letter in word)


def swapped(word, chooser):
    """Fast or sly typists swap two neighbours, the first letter only if need be: htae."""
    pairs = [position for position in range(len(word) - 1)
             if word[position].lower() != word[position + 1].lower()]
    first = chooser.choice([position for position in pairs if position > 0] or pairs)
    return word[:first] + word[first + 1] + word[first] + word[first + 2:]


def random_case(word, chooser):
    """Mockers write in upper and lower case by turns: hAtE, sTuPId."""
    cased = [position for position in range(1, len(word)) if word[position].isascii()]
    return edit(word, pick(cased, 0.5, chooser), str.swapcase)


def respelled(word, chooser):
    """Slang and song titles spell by ear: stoopid, boyz, phool; one rule a word."""
    fitting = [rule for rule in RESPELLINGS if re.search(rule[0], word.lower())]
    return re.sub(*chooser.choice(fitting[:4]), word.lower(), count=1)


def joined(pieces, position, closable_gaps, chooser):
    """Hurried writers and hashtag lovers leave the spaces out: youaresostupid.

    It closes the space to a function word or another chosen word; where there is neither, it
    writes the word twice ("diedie"), since the words that are not chosen must stay as they are.
    """
    gaps = [gap for gap in (position - 1, position + 1) if gap in closable_gaps]
    if gaps:
        pieces[chooser.choice(gaps)] = ""
    else:
        pieces[position] *= 2


KINDS = {kind.__name__: kind for kind in (
    homoglyphs, fullwidth, mathematical, enclosed, invisible, direction_marks, leetspeak, symbols,
    spaced, separated, split_once, stretched, doubled, masked_vowels, masked_middle,
    dropped_vowel, accented, zalgo, swapped, random_case, respelled, joined)}


def obfuscate_pieces(text, name):
    """The pieces (gap, token, gap, ... gap) before and after, and the positions chosen."""
    seed = hashlib.sha256((name + text).encode("utf-8")).digest()
    chooser = random.Random(int.from_bytes(seed, "big"))
    before = TOKEN.split(text)
    content = [position for position in range(1, len(before), 2)
               if is_content_word(before[position])]
    chosen = sorted(chooser.sample(content, (len(content) + 1) // 2))
    kept = set(content) - set(chosen)
    closable_gaps = [gap for gap in range(2, len(before) - 1, 2) if before[gap].isspace() and all(
        before[side].isalpha() and side not in kept for side in (gap - 1, gap + 1))]
    after = list(before)
    for position in chosen:
        kind = chooser.choice(list(KINDS.values())) if name == "mixed" else KINDS[name]
        if kind is joined:
            joined(after, position, closable_gaps, chooser)
        else:
            after[position] = kind(before[position], chooser)
    return before, after, chosen


def obfuscate_file(name, source_path, target_path):
    """Copies the rows, with the texts disguised."""
    data = Path(source_path).read_bytes()
    data = gzip.decompress(data) if source_path.endswith(".gz") else data
    rows = [line.split("\t") for line in data.decode("utf-8").removesuffix("\n").split("\n")]
    if rows[0] != HEADER or any(len(row) != len(HEADER) for row in rows):
        raise SystemExit(f"{source_path}: not a table of the columns {' '.join(HEADER)}")
    for row in rows[1:]:
        row[TEXT_COLUMN] = "".join(obfuscate_pieces(row[TEXT_COLUMN], name)[1])
    data = "".join("\t".join(row) + "\n" for row in rows).encode("utf-8")
    data = gzip.compress(data, mtime=0) if target_path.endswith(".gz") else data
    Path(target_path).write_bytes(data)


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", action="store_true", help="list the kinds and stop")
    parser.add_argument("--kind", choices=[*KINDS, "mixed"])
    parser.add_argument("paths", nargs="*", metavar="IN.tsv OUT.tsv")
    arguments = parser.parse_args()
    if arguments.list:
        for name, kind in KINDS.items():
            print(name, kind.__doc__.splitlines()[0], sep="\t")
        print("mixed", "One of the others for each word.", sep="\t")
    elif arguments.kind is None or len(arguments.paths) != 2:
        parser.error("wants --kind KIND IN.tsv OUT.tsv, or --list")
    else:
        obfuscate_file(arguments.kind, *arguments.paths)


if __name__ == "__main__":
    main()
