// inventory.h: what is on the shelves, and who holds it.
#pragma once

#include <expected>
#include <map>
#include <string>
#include <vector>

#include "model.h"

namespace shop::inventory {

struct Shortage {
  std::string product;
  int missing = 0;
};

class [[flowlog::track]] Warehouse {
 public:
  [[flowlog::ignore]] Warehouse();  // built before the first request: of no interest

  // What is left on the shelf. flowlog counts an unexpected value as an error.
  std::expected<int, Shortage> take(const Line& wanted);
  void put_back(const Line& returned);

 private:
  // Trivial and called all the time: left out of the picture.
  [[flowlog::ignore]] int& shelf(const std::string& product) { return shelves_[product]; }

  std::map<std::string, int> shelves_;
};

// Holds goods for an order. Puts them back in its destructor unless they were kept.
class [[flowlog::track]] Hold {
 public:
  explicit Hold(Warehouse& from) : from_(from) {}
  ~Hold();
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

  bool add(const Line& wanted);
  void keep();

 private:
  Warehouse& from_;
  std::vector<Line> lines_;
};

}  // namespace shop::inventory
