/// Pictures that stand for a word in insults and threats, with the word in English.
const WORDS: [(char, &str); 34] = [
    ('🖕', "fuck you"),
    ('💩', "shit"),
    ('🐷', "pig"),
    ('🐖', "pig"),
    ('🐒', "monkey"),
    ('🐵', "monkey"),
    ('🦍', "ape"),
    ('🦧', "ape"),
    ('🐀', "rat"),
    ('🐁', "rat"),
    ('🪳', "cockroach"),
    ('🐍', "snake"),
    ('🐕', "dog"),
    ('🐶', "dog"),
    ('🐄', "cow"),
    ('🐮', "cow"),
    ('🐑', "sheep"),
    ('🐌', "slug"),
    ('🪱', "worm"),
    ('🐛', "worm"),
    ('🪰', "fly"),
    ('🤡', "clown"),
    ('🗑', "trash"),
    ('🚮', "trash"),
    ('🔪', "knife"),
    ('🗡', "knife"),
    ('🔫', "gun"),
    ('💣', "bomb"),
    ('⚰', "dead"),
    ('🪦', "dead"),
    ('☠', "dead"),
    ('🍆', "dick"),
    ('🍑', "ass"),
    ('🤮', "vomit"),
];

/// The word that a picture stands for.
pub fn word(c: char) -> Option<&'static str> {
    if (c as u32) < 0x2600 {
        return None;
    }
    WORDS.iter().find(|(picture, _)| *picture == c).map(|(_, word)| *word)
}
