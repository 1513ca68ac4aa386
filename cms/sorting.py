"""Names in Vietnamese order: by the given name, letters a ă â b c d đ e ê…, and of equal letters à ả ã á ạ.

PostgreSQL without ICU sorts by code points or by another language's rules, so rows carry a key of our own: digits
alone, which every collation sorts alike.
"""

import unicodedata

from cms.text import nfc

_LETTERS = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACES = {letter: f"{place:02}" for place, letter in enumerate(_LETTERS, start=1)}
_OTHER = f"{len(_LETTERS) + 1:02}"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_WORD_ENDS = "00"
LONGEST_NAME = 100
# Two digits a letter, a word's end and its tone.
KEY_LENGTH = LONGEST_NAME * 5 + 2


def name_key(name: str) -> str:
    """`Lò Thị Mẫu` sorts under Mẫu, then Lò, then Thị; names that differ in tones alone, by their tones."""
    words = nfc(name[:LONGEST_NAME]).lower().replace("ð", "đ").split()
    spelled = [_spelled(word) for word in (*words[-1:], *words[:-1])]
    letters = "".join(word + _WORD_ENDS for word, _tone in spelled)
    return letters + _WORD_ENDS + "".join(tone for _word, tone in spelled)


def _spelled(word: str) -> tuple[str, str]:
    """A word's letters and its tone, as digits."""
    tone, bare = "0", ""
    for mark in unicodedata.normalize("NFD", word):
        if mark in _TONES:
            tone = _TONES[mark]
        else:
            bare += mark
    return "".join(_PLACES.get(letter, _OTHER) for letter in nfc(bare)), tone
