"""same_counts.py COUNTS GRAPH: whether each line `= FUNCTION CALLS` or `>= FUNCTION CALLS` of COUNTS is true of the graph."""
import json
import sys

with open(sys.argv[2], encoding="utf-8") as file:
    graph = json.load(file)
recorded = {node["function_name"]: node["occurrences"] for node in graph["nodes"]}
wrong = 0
with open(sys.argv[1], encoding="utf-8") as file:
    for line in file:
        relation, rest = line.split(" ", 1)
        name, calls = rest.rsplit(" ", 1)
        found = recorded.get(name, 0) + (0 if relation == "=" else graph["stats"]["dropped_records"])
        if found < int(calls) or (relation == "=" and found != int(calls)):
            wrong += 1
            print(f"{name}: {calls.strip()} calls, recorded {found}")
sys.exit(1 if wrong else 0)
