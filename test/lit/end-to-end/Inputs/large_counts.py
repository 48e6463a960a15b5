"""large_counts.py GRAPH FUNCTIONS CALLS: whether the graph has what large_program.py says, each by its name and shape."""
import json
import sys

graph, functions, calls = json.load(open(sys.argv[1], encoding="utf-8")), int(sys.argv[2]), int(sys.argv[3])
called = [number * (functions // calls) for number in range(calls)]
wanted = {f"area{number % 50}::step{number}(const Order &, int)": number for number in called}
nodes = {node["id"]: node for node in graph["nodes"]}
assert nodes.keys() == wanted.keys(), sorted(nodes.keys() ^ wanted.keys())[:5]
for name, node in nodes.items():
    assert node["occurrences"] == node["outcomes"]["success"] == 1, name
    order = node["input_shape"]["order"]
    assert list(order["pointee"]["fields"] if "pointee" in order else order["fields"]) == ["id", "who", "prices"], order
