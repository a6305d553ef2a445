"""Writes as people do who write fast, or who hide what they say. Not the code that undoes disguises, nor the one that
measures how well that works: models must not learn either by heart."""

SIGNS = {"a": "@4", "e": "3", "i": "1!", "o": "0", "s": "$5", "t": "7", "l": "1"}


def worn(text, rng):
    """A text with some words misspelt, masked, joined or drawn out."""
    words = text.split(" ")
    for _ in range(rng.randint(1, max(1, len(words) // 5))):
        at = rng.randrange(len(words))
        word = words[at]
        if len(word) < 3:
            continue
        inner = rng.randrange(1, len(word) - 1)
        kind = rng.randrange(7)
        if kind == 0:  # two letters change places
            word = word[:inner] + word[inner + 1] + word[inner] + word[inner + 2:]
        elif kind == 1:  # one is left out
            word = word[:inner] + word[inner + 1:]
        elif kind == 2:  # one is drawn out
            word = word[:inner] + word[inner] * rng.randint(2, 4) + word[inner + 1:]
        elif kind == 3:  # one is masked
            word = word[:inner] + rng.choice("*#-_") + word[inner + 1:]
        elif kind == 4:  # one is written as a sign
            word = word[:inner] + rng.choice(SIGNS.get(word[inner].lower(), word[inner])) + word[inner + 1:]
        elif kind == 5 and at + 1 < len(words):  # no space
            word, words[at + 1] = word + words[at + 1], ""
        else:
            word = word[:inner] + " " + word[inner:]
        words[at] = word
    return " ".join(word for word in words if word)
