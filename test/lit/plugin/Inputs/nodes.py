"""nodes.py: the nodes of a graph as lines for FileCheck: `id: N calls of S symbols`, then a line for each symbol (`id <- symbol N`)
and for each variant of its shapes (`id takes INPUT gives OUTPUT N`), in the order of the graph."""
import json
import sys


def compact(shape):
    return json.dumps(shape, separators=(",", ":"))


for node in json.load(sys.stdin)["nodes"]:
    print(f"{node['id']}: {node['occurrences']} calls of {len(node['symbols'])} symbols")
    for symbol in node["symbols"]:
        print(f"{node['id']} <- {symbol['name']} {symbol['occurrences']}")
    for shapes in node["shape_variants"]:
        shape = f"{compact(shapes['input_shape'])} gives {compact(shapes['output_shape'])}"
        print(f"{node['id']} takes {shape} {shapes['occurrences']}")
