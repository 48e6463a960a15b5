// fan_out.h: arrows that Graphviz drew on top of each other, side by side.
//
// dot routes all edges between two nodes in different clusters along one curve, and their labels meet in one
// place.
#pragma once

struct Agraph_s;

namespace flowlog::render {

// To be called between layout and rendering.
void fan_out_parallel_edges(Agraph_s* graph);

}  // namespace flowlog::render
