"""sampled.py KNOWN < GRAPH: whether the functions of a merged graph have the counts that the program has printed into KNOWN, a
line each, and none of them was abandoned but where longjmp left it."""
import json
import sys

nodes = {node["function_name"]: node for node in json.load(sys.stdin)["nodes"]}
with open(sys.argv[1]) as known:
    expected = dict(line.split() for line in known)
found = {name: str(node["occurrences"]) for name, node in nodes.items()}
if found != expected:
    sys.exit(f"the program knows of {expected}, the graph of {found}")
for name, node in nodes.items():
    abandoned = node["outcomes"]["abandoned"]
    if abandoned != (node["occurrences"] if name == "jumps" else 0):
        sys.exit(f"{name}: {abandoned} abandoned")
    if name == "throws" and node["outcomes"]["error"] != node["occurrences"]:
        sys.exit("throws: not all are errors")
