"""graph_lines.py: a graph as lines for FileCheck, sorted: `caller -> callee branch frequency`, then `node occurrences`."""
import json
import sys

graph = json.load(sys.stdin if len(sys.argv) < 2 else open(sys.argv[1], encoding="utf-8"))
for edge in graph["edges"]:
    print(f"{edge['from']} -> {edge['to']} {edge['branch']} {edge['frequency']}")
for node in graph["nodes"]:
    print(f"node {node['id']} {node['occurrences']}")
print(f"sessions {graph['stats']['total_sessions']}")
print(f"dropped {graph['stats']['dropped_records']}")
