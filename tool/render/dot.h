// dot.h: a picture as Graphviz text.
#pragma once

#include <string>

#include "render/picture.h"

namespace flowlog::render {

// Valid UTF-8 that Graphviz reads back to nodes named after the functions' ids, whatever these are. What
// Graphviz could not keep in a name (a control character, a backslash, a % at its start) is replaced by a
// character that looks like it.
std::string to_dot(const Picture& picture);

}  // namespace flowlog::render
