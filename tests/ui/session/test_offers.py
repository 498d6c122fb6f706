from simulator.ui.session.offers import Offers


def test_what_was_not_offered_is_not_found_and_what_is_offered_again_takes_its_place():
    offers = Offers[int]()
    assert offers.found("sliders") is None
    offers.put("sliders", 1)
    offers.put("sliders", 2)
    assert offers.found("sliders") == 2


def test_what_was_offered_longest_ago_makes_room():
    offers = Offers[int](most=2)
    for number, name in enumerate(("first", "second", "first", "third")):
        offers.put(name, number)
    assert [offers.found(name) for name in ("first", "second", "third")] == [2, None, 3]
