"""Promises of annotations.text.zones, on pages made up for the purpose."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotations.text.zones import SKIPPED_KINDS, find_zones

PAGE = """Home > World > Europe
Harbour closes after storm damages two piers

Inspectors found cracks in both structures, says port authority

By Phileas Fogg
12 March 2021, 14:05
Waves break over the north pier. (Photo: Port Authority)

TALLINN, March 12 (Coast Wire) — The harbour was closed on Friday after a storm broke two piers.

Read also: Ferry operator cancels sailings for a week

What happens next
Repairs will take until May, the port authority said in a statement issued on Friday evening.

Subscribe to our newsletter
Comments
3
"""


def kinds_of(text):
    return {text[zone.start : zone.end]: zone.kind for zone in find_zones(text)}


def test_each_part_of_a_page_gets_its_kind():
    assert kinds_of(PAGE) == {
        "Home > World > Europe": "boilerplate",
        "Harbour closes after storm damages two piers": "title",
        "Inspectors found cracks in both structures, says port authority": "dek",
        "By Phileas Fogg\n12 March 2021, 14:05": "metadata",
        "Waves break over the north pier. (Photo: Port Authority)": "caption",
        "TALLINN, March 12 (Coast Wire) — The harbour was closed on Friday after a storm broke two piers.": "body",
        "Read also: Ferry operator cancels sailings for a week": "related_link",
        "What happens next": "subhead",
        "Repairs will take until May, the port authority said in a statement issued on Friday evening.": "body",
        "Subscribe to our newsletter\nComments\n3": "boilerplate",
    }


def test_a_pasted_paragraph_is_body():
    text = "The harbour was closed on Friday after a storm damaged two of its piers, the authority said."
    assert kinds_of(text) == {text: "body"}


def test_a_pasted_line_without_a_stop_is_still_read():
    assert not {zone.kind for zone in find_zones("Storm damages two piers in the old harbour")} & SKIPPED_KINDS


def test_text_in_another_script_is_not_taken_for_chrome():
    text = "Порт закрыт после шторма на севере\n\nПорт закрыли в пятницу, сообщили власти города.\n\nРаботы идут."
    assert [zone.kind for zone in find_zones(text)] == ["title", "body", "body"]


def test_a_sentence_about_a_newsletter_is_body():
    text = (
        "Storm damages two piers in the harbour\n\nThe mayor sold his newsletter to a rival for a small sum, he said.\n"
    )
    assert find_zones(text)[1].kind == "body"


@given(st.text(alphabet=st.sampled_from("aB .\n\t\u00a0/()🔔ж\u0301“”"), max_size=200))
def test_zones_cover_all_that_is_not_blank_in_order(text):
    zones = find_zones(text)
    covered = set()
    for left, right in pairwise(zones):
        assert left.end <= right.start
    for zone in zones:
        assert text[zone.start : zone.end].strip() == text[zone.start : zone.end] != ""
        covered.update(range(zone.start, zone.end))
    assert all(character.isspace() for place, character in enumerate(text) if place not in covered)
