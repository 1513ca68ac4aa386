"""The words of letters, as the desk's search finds them."""

from cms.word_index import WordIndex

TRIGGERS = [WordIndex(name="letters_letter_words", table="letters_letter", column="search_text")]
