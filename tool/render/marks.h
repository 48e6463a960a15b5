// marks.h: what changed, shown in a picture.
#pragma once

#include "graph/diff.h"
#include "render/picture.h"

namespace flowlog::render {

// Marks the boxes and arrows of which `diff` is certain that they changed, and says so in their texts.
void mark_changes(Picture& picture, const graph::Diff& diff);

}  // namespace flowlog::render
