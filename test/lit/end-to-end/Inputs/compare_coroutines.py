"""compare_coroutines.py GRAPH COUNTS SESSIONS: whether the graph has exactly the calls that the program says it made, each
request in a session of its own. Prints what differs."""
import json
import re
import sys

graph = json.load(open(sys.argv[1]))
name = {node["id"]: re.sub(r".*::", "", node["function_name"]) for node in graph["nodes"]}
name["(entry)"] = "(entry)"
recorded = {}
for edge in graph["edges"]:
    key = name[edge["from"]], name[edge["to"]]
    recorded[key] = recorded.get(key, 0) + edge["frequency"]
    if edge["branch"] != "success":
        print("not a success:", edge["from"], edge["to"], edge["branch"], edge["frequency"])
counted = {}
for line in open(sys.argv[2]):
    caller, callee, calls = line.split()
    counted[caller, callee] = int(calls)
for key in sorted(recorded.keys() | counted.keys()):
    if recorded.get(key) != counted.get(key):
        print(*key, "recorded", recorded.get(key), "counted", counted.get(key))

# A request's session has its calls, and none of another's: request n makes (n % 4) * (2 + n % 3) of them.
calls = sorted(json.loads(line)["calls"] for line in open(sys.argv[3]))
expected = sorted(1 + n % 4 * (2 + n % 3) for n in range(counted["(entry)", "request"]))
if calls != expected:
    print("sessions have", calls[:20], "calls and not", expected[:20])
for run in graph["runs"]:
    if run["damaged_bytes"] or run["dropped_records"]:
        print("damaged or dropped:", run)
