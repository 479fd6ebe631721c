#!/usr/bin/env python3
"""Events that a scene holds, derived from ground-truth tracks alone: the truth that Vigie's rules are compared with.

It shares nothing with the product: plain geometry on the truth's own boxes, at the truth's own frames.

  derive_events.py TRUTH.txt [--json]

TRUTH.txt has MOTChallenge rows (frame, id, left, top, width, height, …) of PETS 2009 S2.L1, view 1: 768x576, taken as 10 frames
a second. Place and times are fixed: what PETS shows is a crossing of paths, so the lawn is the right third, the line stands upright
in the middle. Definitions:
  line       the foot point changes sides of the line x = 0.5 between two rows of one id
  intrusion  the foot point stays right of x = 0.65 for 2 s or more; out for 2 s or more ends it
  loitering  the foot point stays within 0.3 <= x <= 0.7 for 10 s or more, ways out shorter than 5 s left aside
  gathering  a chain of 3 or more feet, each nearer to the next than one mean box height, with a common member for 3 s or more;
             apart for 2 s or more ends it
"""
import argparse
import collections
import json

WIDTH, HEIGHT, RATE = 768, 576, 10


def read(path):
    """Frames in order: time in seconds, and boxes by id."""
    frames = collections.defaultdict(dict)
    with open(path, encoding="ascii") as rows:
        for row in rows:
            frame, identity, left, top, width, height = (float(cell) for cell in row.split(",")[:6])
            frames[int(frame)][int(identity)] = (left, top, width, height)
    return [(frame / RATE, frames[frame]) for frame in sorted(frames)]


def foot(box):
    left, top, width, height = box
    return min(max((left + width / 2) / WIDTH, 0), 1), min(max((top + height) / HEIGHT, 0), 1)


def paths(frames):
    """For each id the times and foot points at which it is seen."""
    by_id = collections.defaultdict(list)
    for time, boxes in frames:
        for identity, box in boxes.items():
            by_id[identity].append((time, *foot(box)))
    return by_id


def crossings(frames):
    found = {"in": 0, "out": 0}
    for path in paths(frames).values():
        for (_, before, _), (_, now, _) in zip(path, path[1:]):
            if (before < 0.5) != (now < 0.5):
                found["in" if now >= 0.5 else "out"] += 1
    return found


def stays(path, low, high, gap):
    """Lengths of the spells between two abscissas; an absence of `gap` seconds or more parts two spells."""
    spells, since, last, out = [], None, None, None
    for time, x, _ in path:
        if low <= x <= high:
            if since is not None and out is not None and time - out >= gap:
                spells.append(last - since)
                since = None
            since = time if since is None else since
            last, out = time, None
        elif since is not None and out is None:
            out = time
    if since is not None:
        spells.append(last - since)
    return spells


def intrusions(frames):
    return sum(1 for path in paths(frames).values() for spell in joined(path) if spell >= 2)


def joined(path):
    """A dwell that is broken off before 2 s begins anew at once; from 2 s on, ways out shorter than 2 s are left aside."""
    spells, since, last, out = [], None, None, None
    for time, x, _ in path:
        if x >= 0.65:
            if out is not None and (last - since < 2 or time - out >= 2):
                spells.append(last - since)
                since = None
            since, last, out = time if since is None else since, time, None
        elif since is not None and out is None:
            out = time
    return spells + ([last - since] if since is not None else [])


def loiterings(frames):
    return sum(1 for path in paths(frames).values() for spell in stays(path, 0.3, 0.7, 5) if spell >= 10)


def clusters(boxes):
    """Sets of ids that stand in chains."""
    left, found = set(boxes), []
    while left:
        group, edge = set(), [left.pop()]
        while edge:
            one = edge.pop()
            group.add(one)
            near = {other for other in left if are_near(boxes[one], boxes[other])}
            left -= near
            edge.extend(near)
        found.append(frozenset(group))
    return found


def are_near(a, b):
    across = (a[0] + a[2] / 2) - (b[0] + b[2] / 2)
    along = (a[1] + a[3]) - (b[1] + b[3])
    return (across * across + along * along) ** 0.5 <= (a[3] + b[3]) / 2


def gatherings(frames):
    """Groups are followed by their members; each is [since, members, last seen together]."""
    groups, found = [], []
    for time, boxes in frames:
        free = sorted((group for group in clusters(boxes) if len(group) >= 3), key=lambda group: (-len(group), sorted(group)))
        taken = []
        for members in free:
            heirs = [group for group in groups if group[1] & members and all(group is not other for other in taken)]
            if heirs:
                group = min(heirs, key=lambda one: one[0])
                group[1], group[2] = members, time
            else:
                group = [time, members, time]
                groups.append(group)
            for other in groups:
                if other is not group:
                    other[1] = other[1] - members
            taken.append(group)
        over = [group for group in groups if time - group[2] > 2]
        found.extend(over)
        groups = [group for group in groups if all(group is not other for other in over)]
    return sum(1 for since, _, last in found + groups if last - since >= 3)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    arguments = parser.parse_args()
    frames = read(arguments.truth)
    counts = {
        "line in": crossings(frames)["in"], "line out": crossings(frames)["out"], "intrusion": intrusions(frames),
        "loitering": loiterings(frames), "gathering": gatherings(frames),
    }
    print(json.dumps(counts) if arguments.json else "\n".join(f"{kind}: {count}" for kind, count in counts.items()))


if __name__ == "__main__":
    main()
