// dot.h: a picture as Graphviz text.
#pragma once

#include <string>

#include "render/picture.h"

namespace flowlog::render {

// Valid UTF-8 that Graphviz reads back to nodes named after the functions' ids, whatever these are; a control
// character or a backslash in an id, which Graphviz could not keep, is shown as its picture.
std::string to_dot(const Picture& picture);

}  // namespace flowlog::render
