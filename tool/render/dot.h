// dot.h: a picture as Graphviz text.
#pragma once

#include <string>

#include "render/picture.h"

namespace flowlog::render {

// Valid UTF-8 that Graphviz reads back to a node for each function, named after its id, whatever that is.
// What Graphviz could not keep in a name (a control character, a backslash, a % at its start) is replaced by
// a character that looks like it, the middle of a very long one is left out, and a number tells names apart
// that would be alike then. Long texts lose their middles, too.
std::string to_dot(const Picture& picture);

}  // namespace flowlog::render
