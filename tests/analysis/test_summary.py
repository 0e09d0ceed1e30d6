from kg.analysis import communities
from tests.networks import network


def two_circles() -> list[tuple[str, str, dict[str, object]]]:
    inside: list[tuple[str, str, dict[str, object]]] = [
        (f"{side}{a}", f"{side}{b}", {}) for side in "ab" for a in range(5) for b in range(a)
    ]
    return [*inside, ("a0", "b0", {})]


def test_those_who_have_most_to_do_with_one_another_form_a_group():
    found = communities.groups(network(*two_circles()))
    sides = [{node[0] for node in group.members} for group in found.values()]
    assert sides == [{"a"}, {"b"}]
    assert [len(group.members) for group in found.values()] == [5, 5]


def test_a_group_is_named_after_its_most_spoken_of_member():
    found = communities.groups(network(*two_circles()))
    assert found["group:1"].members[0] == "a0"
    assert found["group:1"].label == "a0 and 4 others"


def test_many_small_groups_are_put_together_and_nobody_is_lost():
    net = network(*((f"x{n}", f"y{n}", {}) for n in range(60)))
    found = communities.groups(net)
    assert len(found) == communities.MOST
    assert list(found.values())[-1].label == "the rest"
    assert sum(len(group.members) for group in found.values()) == 120
