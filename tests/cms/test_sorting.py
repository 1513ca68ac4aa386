"""Names as a Vietnamese list has them."""

from hypothesis import given
from hypothesis import strategies as st

from cms.sorting import KEY_LENGTH, LONGEST_NAME, name_key


def in_order(*names: str) -> bool:
    keys = [name_key(name) for name in names]
    return keys == sorted(set(keys))


def test_people_stand_under_their_given_names():
    assert in_order("Trần Văn An", "Lò Thị Ban", "Nguyễn Ái Châu")


def test_of_one_given_name_the_family_decides_and_then_what_is_between():
    assert in_order("Lò Văn Mẫu", "Nguyễn Thị Mẫu", "Nguyễn Văn Mẫu")


def test_letters_stand_in_the_order_of_the_alphabet():
    assert in_order("A", "Ă", "Â", "B", "D", "Đ", "E", "Ê", "O", "Ô", "Ơ", "U", "Ư", "X")


def test_tones_decide_between_equal_letters_only():
    assert in_order("ma", "mà", "mả", "mã", "má", "mạ", "mạc")


def test_a_shorter_name_stands_before_one_that_goes_on():
    assert in_order("An", "Ang", "Anh")


def test_case_and_spelling_of_the_barred_d_and_of_marks_make_no_difference():
    assert name_key("ĐẶNG  Đào") == name_key("đặng đào") == name_key("Ðặng Ða\u0300o")


@given(st.text(max_size=LONGEST_NAME))
def test_any_name_has_a_key_of_digits_that_fits_its_column(name):
    key = name_key(name)
    assert set(key) <= set("0123456789")
    assert len(key) <= KEY_LENGTH
