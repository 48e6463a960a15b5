// places.cpp: see places.h.
#include "render/html/places.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "render/html/columns.h"

namespace flowlog::render {
namespace {

class Placing {
 public:
  Placing(const Group& picture, const Calls& calls) {
    std::unordered_map<std::string, uint32_t> numbers;
    for (const std::string& id : calls.nodes) numbers.emplace(id, uint32_t(numbers.size()));
    node_frame_.resize(calls.nodes.size() + calls.outside);
    node_place_.resize(node_frame_.size());
    add_frame(picture, Frame::kNoFrame, numbers);
    for (size_t i = 0; i < calls.outside; ++i) add_item(0, {uint32_t(calls.nodes.size() + i), false});
    edges_.resize(places_.size());
    for (const Calls::Call& call : calls.calls) lift(call);
  }

  Places take() {
    for (uint32_t frame = 0; frame < places_.size(); ++frame) fill(frame);
    return std::move(places_);
  }

 private:
  void add_item(uint32_t frame, Frame::Item item) {
    (item.is_frame ? frame_place_ : node_place_)[item.number] = uint32_t(items_[frame].size());
    if (!item.is_frame) node_frame_[item.number] = frame;
    items_[frame].push_back(item);
  }

  void add_frame(const Group& group, uint32_t parent,
                 const std::unordered_map<std::string, uint32_t>& numbers) {
    const auto frame = uint32_t(places_.size());
    places_.push_back({group.name, parent, {}});
    items_.emplace_back();
    frame_place_.push_back(0);
    depth_.push_back(parent == Frame::kNoFrame ? 0 : depth_[parent] + 1);
    if (parent != Frame::kNoFrame) add_item(parent, {frame, true});
    for (const std::string& id : group.ids) add_item(frame, {numbers.at(id), false});
    for (const Group& inner : group.groups) add_frame(inner, frame, numbers);
  }

  // Counts the call in the innermost frame that has both ends, between its items that hold them.
  void lift(const Calls::Call& call) {
    uint32_t from_frame = node_frame_[call.from], from = node_place_[call.from];
    uint32_t to_frame = node_frame_[call.to], to = node_place_[call.to];
    while (from_frame != to_frame) {
      const bool out_of_from = depth_[from_frame] >= depth_[to_frame];
      uint32_t& frame = out_of_from ? from_frame : to_frame;
      (out_of_from ? from : to) = frame_place_[frame];
      frame = places_[frame].parent;
    }
    if (from != to) ++edges_[from_frame][{from, to}];
  }

  void fill(uint32_t frame) {
    std::vector<WeightedEdge> edges;
    for (const auto& [ends, weight] : edges_[frame]) edges.push_back({ends.first, ends.second, weight});
    for (const auto& column : in_columns(uint32_t(items_[frame].size()), edges)) {
      std::vector<Frame::Item>& items = places_[frame].columns.emplace_back();
      for (const uint32_t item : column) items.push_back(items_[frame][item]);
    }
  }

  Places places_;
  std::vector<std::vector<Frame::Item>> items_;    // by frame
  std::vector<uint32_t> depth_, frame_place_;      // by frame; its place among its parent's items
  std::vector<uint32_t> node_frame_, node_place_;  // by function; where it stands
  std::vector<std::map<std::pair<uint32_t, uint32_t>, uint32_t>> edges_;  // by frame, between its items
};

}  // namespace

Places places_of(const Group& frame, const Calls& calls) { return Placing(frame, calls).take(); }

}  // namespace flowlog::render
