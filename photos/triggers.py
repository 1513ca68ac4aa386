"""The words of pictures, as search finds them."""

from cms.word_index import WordIndex

TRIGGERS = [WordIndex(name="photos_photo_words", table="photos_photo", column="search_text")]
