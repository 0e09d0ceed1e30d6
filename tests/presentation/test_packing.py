from itertools import combinations

from kg.presentation.layout import GAP, packed


def test_the_first_part_stays_where_it_is():
    assert packed([(500.0, 400.0), (100.0, 50.0)])[0] == (0.0, 0.0)


def test_small_parts_stand_in_columns_beside_a_high_one():
    (_, one, other) = packed([(400.0, 400.0), (100.0, 50.0), (100.0, 50.0)])
    assert one == (400.0 + GAP, 0.0)
    assert other == (400.0 + GAP, 50.0 + GAP)


def test_no_two_parts_overlap_and_the_whole_is_no_strip():
    sizes = [(300.0 - n, 200.0 - 2 * n) for n in range(80)]
    corners = packed(sizes)
    frames = [(x, y, x + w, y + h) for (x, y), (w, h) in zip(corners, sizes, strict=True)]
    assert not [
        (a, b)
        for a, b in combinations(frames, 2)
        if min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])
    ]
    wide, high = max(f[2] for f in frames), max(f[3] for f in frames)
    assert 0.5 < high / wide < 1.5


def test_nothing_takes_no_place():
    assert packed([]) == []
