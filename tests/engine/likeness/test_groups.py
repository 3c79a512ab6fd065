from engine.likeness.groups import Groups


def test_a_group_is_known_by_its_first_and_shown_in_order():
    groups = Groups(6)
    groups.join(4, 2)
    groups.join(5, 4)
    assert groups.first(5) == 2
    groups.join(2, 0)
    assert groups.all() == [[0, 2, 4, 5]]
    assert list(groups.pairs()) == [(0, 0), (2, 0), (4, 0), (5, 0)]
    assert [groups.first(one) for one in range(6)] == [0, 1, 0, 3, 0, 0]
