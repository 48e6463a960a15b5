"""What the Trace Event Format asks of a file, checked: check_chrome_trace.py FILE prints how many events there are
of each phase, and fails at the first that breaks a rule."""
import json
import sys
from collections import Counter, defaultdict

trace = json.load(open(sys.argv[1]))
events = trace["traceEvents"]
slices, arrows = defaultdict(list), defaultdict(dict)
for event in events:
    phase = event["ph"]
    assert phase in "XMsfi", event
    assert isinstance(event["pid"], int) and isinstance(event["tid"], int) and isinstance(event["name"], str), event
    assert all(isinstance(value, str) for value in event.get("args", {}).values()), event
    if phase == "M":
        assert event["name"] in ("process_name", "thread_name") and event["args"]["name"], event
        continue
    assert event["ts"] >= 0 and event["cat"], event
    if phase == "X":
        assert event["dur"] >= 0, event
        slices[event["pid"], event["tid"]].append((round(event["ts"] * 1000), round(event["dur"] * 1000)))
    if phase in "sf":
        assert phase not in arrows[event["id"]], event
        arrows[event["id"]][phase] = event
    if phase == "i":
        assert event["s"] == "t", event

for of_thread in slices.values():
    assert of_thread == sorted(of_thread, key=lambda slice: slice[0])
    ends = []
    for start, duration in of_thread:
        while ends and ends[-1] <= start:
            ends.pop()
        assert not ends or start + duration <= ends[-1], "slices that overlap"
        ends.append(start + duration)


def is_in_a_slice(event):
    at = round(event["ts"] * 1000)
    return any(start <= at <= start + duration for start, duration in slices[event["pid"], event["tid"]])


for ends in arrows.values():
    assert ends["s"]["name"] == ends["f"]["name"] and ends["f"]["bp"] == "e"
    assert is_in_a_slice(ends["s"]) and is_in_a_slice(ends["f"])
print(*(f"{phase}={count}" for phase, count in sorted(Counter(event["ph"] for event in events).items())))
