"""static_lines.py: a graph as lines for FileCheck, sorted: what ran and what is only in the code."""
import json
import sys

graph = json.load(open(sys.argv[1], encoding="utf-8"))
for edge in graph["edges"]:
    marks = (" static" if edge["static_only"] else "") + (" virtual" if edge.get("virtual") else "")
    print(f"{edge['from']} -> {edge['to']} {edge['frequency']}{marks}")
for node in graph["nodes"]:
    shapes = json.dumps(node["input_shape"], separators=(",", ":")) + " " + str(node["output_shape"])
    print(f"node {node['id']} {node['occurrences']} {shapes}")
