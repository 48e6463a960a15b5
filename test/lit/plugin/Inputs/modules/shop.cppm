// A module whose functions are all tracked, see modules.cpp.
module;
#include <stdexcept>
export module shop;

#define T [[flowlog::track]]

T int of_module(int n) { return n; }
namespace {
T int hidden(int n) { return n; }
}  // namespace

export {
  T int exported(int n) { return of_module(n); }
  T inline int inlined(int n) { return hidden(n); }
  template <class Item>
  T Item same(Item item) {
    return item;
  }
  struct [[flowlog::track]] Box {
    int get() const { return 1; }
    int fail() { throw std::runtime_error("no"); }
  };
  T int with_lambda(int n) {
    auto lambda = [](int m) __attribute__((flowlog)) { return m; };
    return lambda(n);
  }
  inline auto lambda = [](int n) __attribute__((flowlog)) { return n; };
}

module :private;
T int in_private_fragment(int n) { return n; }
