#!/usr/bin/env python3
"""Events that a scene holds, derived from ground-truth tracks alone: the truth that Vigie's rules are compared with.

It shares nothing with the product: plain geometry on the truth's own boxes, at the truth's own frames.

  derive_events.py TRUTH.txt [--json]                        how many events of each kind
  derive_events.py TRUTH.txt --truth FILE [--config FILE]    the events themselves, as a truth for `vigie evaluate`; the zones and rules for it
  derive_events.py TRUTH.txt --counts SECONDS                what counts have to say, an interval of so many seconds a line

TRUTH.txt has MOTChallenge rows (frame, id, left, top, width, height, …) of PETS 2009 S2.L1, view 1: 768x576, taken as 10 frames
a second. Place and times are fixed: what PETS shows is a crossing of paths, so the lawn is the right third, the line stands upright
in the middle. Definitions:
  line       the foot point changes sides of the line x = 0.5 between two rows of one id
  intrusion  the foot point stays right of x = 0.65 for 2 s or more; out for 2 s or more ends it
  loitering  the foot point stays within 0.3 <= x <= 0.7 for 10 s or more, ways out shorter than 5 s left aside
  gathering  a chain of 3 or more feet, each nearer to the next than one mean box height, with a common member for 3 s or more;
             apart for 2 s or more ends it
  count      of the line: its crossings; of the lawn: in is who was first seen right of x = 0.65 or came there, out who was seen to
             leave it or whose rows end in it before the film does, most the most there at once
Frame f of the rows is the video's picture f - 1, at (f - 1) / 10 s. The truth's frames are half a second apart: so exact are its times.
"""
import argparse
import collections
import json

WIDTH, HEIGHT, RATE = 768, 576, 10


def read(path):
    """Frames in order: their number in seconds, which is exact for every fifth, and boxes by id."""
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
    """Each is (from, to, direction): the last time on one side and the first on the other."""
    found = []
    for path in paths(frames).values():
        for (earlier, before, _), (time, now, _) in zip(path, path[1:]):
            if (before < 0.5) != (now < 0.5):
                found.append((earlier, time, "in" if now >= 0.5 else "out"))
    return found


def stays(path, low, high, gap):
    """Spells (first, last) between two abscissas; an absence of `gap` seconds or more parts two spells."""
    spells, since, last, out = [], None, None, None
    for time, x, _ in path:
        if low <= x <= high:
            if since is not None and out is not None and time - out >= gap:
                spells.append((since, last))
                since = None
            since = time if since is None else since
            last, out = time, None
        elif since is not None and out is None:
            out = time
    if since is not None:
        spells.append((since, last))
    return spells


def intrusions(frames):
    return [spell for path in paths(frames).values() for spell in joined(path) if spell[1] - spell[0] >= 2]


def joined(path):
    """A dwell that is broken off before 2 s begins anew at once; from 2 s on, ways out shorter than 2 s are left aside."""
    spells, since, last, out = [], None, None, None
    for time, x, _ in path:
        if x >= 0.65:
            if out is not None and (last - since < 2 or time - out >= 2):
                spells.append((since, last))
                since = None
            since, last, out = time if since is None else since, time, None
        elif since is not None and out is None:
            out = time
    return spells + ([(since, last)] if since is not None else [])


def loiterings(frames):
    return [spell for path in paths(frames).values() for spell in stays(path, 0.3, 0.7, 5) if spell[1] - spell[0] >= 10]


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
    return [(since, last) for since, _, last in found + groups if last - since >= 3]


def count_intervals(frames, seconds):
    """What the counts of line and lawn come to in each interval of the clip."""
    found = collections.defaultdict(lambda: {"line in": 0, "line out": 0, "lawn in": 0, "lawn out": 0, "lawn most": 0})

    def interval(time):
        return int((time - 1 / RATE) // seconds)

    for _, time, way in crossings(frames):
        found[interval(time)]["line " + way] += 1
    last = frames[-1][0]
    for path in paths(frames).values():
        inside = False
        for time, x, _ in path:
            if (x >= 0.65) != inside:
                inside = not inside
                found[interval(time)]["lawn in" if inside else "lawn out"] += 1
        if inside and path[-1][0] < last:
            found[interval(path[-1][0])]["lawn out"] += 1
    for time, boxes in frames:
        there = sum(foot(box)[0] >= 0.65 for box in boxes.values())
        found[interval(time)]["lawn most"] = max(found[interval(time)]["lawn most"], there)
    return [{"from": number * seconds, **found[number]} for number in sorted(found)]


def truth(frames):
    """What `vigie evaluate` reads (firmware/Vigie.Appliance/Evaluation/README.md)."""
    def clip_time(number):
        return f"{number - 1 / RATE:.1f}s"

    def event(kind, zone, start, end, dwell=0, **more):
        return {"kind": kind, "zone": zone, "from": clip_time(start), "to": clip_time(end), "due": clip_time(start + dwell), **more}

    events = [event("line", "middle", start, end, direction=way) for start, end, way in crossings(frames)]
    events += [event("intrusion", "right", *spell, 2) for spell in intrusions(frames)]
    events += [event("loitering", "centre", *spell, 10) for spell in loiterings(frames)]
    events += [event("gathering", "whole", *spell, 3) for spell in gatherings(frames)]
    return {
        "kinds": ["line", "intrusion", "loitering", "gathering"],
        "clips": [{"clip": "vtest.avi", "to": clip_time(frames[-1][0]), "events": events}],
    }


def configuration():
    """Zones and rules that ask for what is defined above."""
    def upright(name, low, high):
        return {"name": name, "polygon": [[low, 0], [high, 0], [high, 1], [low, 1]]}

    return {
        "site": "pets", "device": "replay", "stateDirectory": "/tmp",
        "cameras": [{
            "name": "square",
            "zones": [upright("right", 0.65, 1), upright("centre", 0.3, 0.7), upright("whole", 0, 1)],
            "lines": [{"name": "middle", "from": [0.5, 1], "to": [0.5, 0]}],
            "rules": [
                {"kind": "line", "line": "middle", "classes": ["person"], "limit": 1000},
                {"kind": "intrusion", "zone": "right", "classes": ["person"], "dwell": "2s", "clear": "2s", "limit": 1000},
                {"kind": "loitering", "zone": "centre", "dwell": "10s", "clear": "5s", "limit": 1000},
                {"kind": "gathering", "zone": "whole", "persons": 3, "distance": "1heights", "dwell": "3s", "clear": "2s", "limit": 1000},
            ],
        }],
    }


def write(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=2)
        file.write("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tracks", metavar="TRUTH.txt")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument("--truth", metavar="FILE", help="write the events for vigie evaluate")
    parser.add_argument("--config", metavar="FILE", help="write zones and rules that ask for them")
    parser.add_argument("--counts", metavar="SECONDS", type=int, help="what counts come to in each interval")
    arguments = parser.parse_args()
    frames = read(arguments.tracks)
    if arguments.counts:
        print("\n".join(json.dumps(interval) for interval in count_intervals(frames, arguments.counts)))
        return
    ways = [way for _, _, way in crossings(frames)]
    counts = {
        "line in": ways.count("in"), "line out": ways.count("out"), "intrusion": len(intrusions(frames)),
        "loitering": len(loiterings(frames)), "gathering": len(gatherings(frames)),
    }
    print(json.dumps(counts) if arguments.json else "\n".join(f"{kind}: {count}" for kind, count in counts.items()))
    if arguments.truth:
        write(arguments.truth, truth(frames))
    if arguments.config:
        write(arguments.config, configuration())


if __name__ == "__main__":
    main()
