"""Where a hypervisor had the processors while something was measured, told by how far they were apart."""

# Distances that differ by this factor are of other places: the probe's own measure.
MOVED = 1.8


def is_same_place(one, other):
    """Whether two distances are of one place."""
    return max(one, other) <= MOVED * min(one, other)


def places(figures):
    """Figures by place: lists of (value, distance), near before far. Those without a distance are of no place,
    unless none has any."""
    known = sorted((figure for figure in figures if figure[1]), key=lambda figure: figure[1])
    if not known:
        return [list(figures)] if figures else []
    found = []
    for figure in known:
        if found and is_same_place(found[-1][0][1], figure[1]):
            found[-1].append(figure)
        else:
            found.append([figure])
    return found
