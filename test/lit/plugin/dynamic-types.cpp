// A call that returns an owning pointer to a polymorphic class tells the dynamic type of the object. Raw pointers and references
// are not followed, unless the user vouches for what they point to.
//
// RUN: %flowlog_cxx -std=c++17 -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++17 -O2 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++17 -stdlib=libc++ -O1 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++17 -O1 -fsanitize=address,undefined %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++17 -fno-rtti %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --check-prefix=NORTTI
//
// NORTTI: (entry) -> unique success{{$}}

#include <flowlog/outcome.h>

#include <cstdint>
#include <memory>

#define T [[flowlog::track]]

struct Other {
  virtual ~Other() = default;
  int number = 1;
};
struct Shape {
  virtual ~Shape() = default;
};
struct Circle : Shape {};
namespace {
struct Both : Other, Shape {};  // its Shape does not stand at its beginning
}  // namespace
struct Plain {
  int number;
};
struct NoDestructor {  // as other languages make them
  virtual int call() = 0;
};
struct Leave {
  void operator()(void*) const {}
};

T std::unique_ptr<Shape> unique(int which) {
  if (which == 0) return nullptr;
  if (which == 1) return std::make_unique<Shape>();
  if (which == 2) return std::make_unique<Circle>();
  return std::make_unique<Both>();
}
T std::unique_ptr<const Shape> of_const() { return std::make_unique<Circle>(); }
T std::shared_ptr<Shape> shared(bool full) { return full ? std::make_shared<Circle>() : nullptr; }
T std::unique_ptr<Plain> plain() { return std::make_unique<Plain>(); }

// None of these points to anything alive.
T std::shared_ptr<Shape> not_owning() { return {std::shared_ptr<void>(), reinterpret_cast<Shape*>(std::uintptr_t{64})}; }
T std::unique_ptr<Shape, Leave> handle() { return std::unique_ptr<Shape, Leave>(reinterpret_cast<Shape*>(std::uintptr_t{64})); }
T std::unique_ptr<NoDestructor, Leave> foreign() { return {}; }
T std::shared_ptr<Shape> sentinel() { return {reinterpret_cast<Shape*>(std::uintptr_t{16}), [](Shape*) {}}; }
T std::shared_ptr<Shape> of_garbage() {
  static std::uintptr_t garbage[] = {0x4141414141414140, 8, 24};
  return {reinterpret_cast<Shape*>(garbage), [](Shape*) {}};
}
T std::unique_ptr<Shape> unmapped() { return std::unique_ptr<Shape>(reinterpret_cast<Shape*>(std::uintptr_t{0x7000})); }
T Shape* raw() { return reinterpret_cast<Shape*>(std::uintptr_t{64}); }
T Shape& reference(void* memory) { return *static_cast<Shape*>(memory); }

template <class Derived>
struct Crtp {
  Crtp() { self(); }  // when there is no Derived yet
  T Derived& self() { return static_cast<Derived&>(*this); }
};
struct Early : Crtp<Early> {
  virtual ~Early() = default;
};

T Other* vouched(Other* alive) { return alive; }
template <>
struct flowlog::outcome<Other*> : flowlog::null_or_alive {};

int main() {
  unique(0), unique(1), unique(2), unique(3);
  // CHECK: (entry) -> unique success{{$}}
  // CHECK: (entry) -> unique success Shape{{$}}
  // CHECK: (entry) -> unique success Circle{{$}}
  // CHECK: (entry) -> unique success (anonymous namespace)::Both{{$}}
  of_const(), shared(false), shared(true), plain();
  // CHECK: (entry) -> of_const success Circle{{$}}
  // CHECK: (entry) -> shared success{{$}}
  // CHECK: (entry) -> shared success Circle{{$}}
  // CHECK: (entry) -> plain success{{$}}
  alignas(Shape) unsigned char memory[sizeof(Shape)] = {64};
  not_owning(), handle().release(), foreign(), raw();
#if defined(__has_feature) && !__has_feature(undefined_behavior_sanitizer)
  reference(memory);
#else
  Circle circle;
  reference(&circle);
#endif
  // CHECK: (entry) -> not_owning success{{$}}
  // CHECK: (entry) -> handle success{{$}}
  // CHECK: (entry) -> foreign success{{$}}
  // CHECK: (entry) -> raw success{{$}}
  // CHECK: (entry) -> reference success{{$}}
  sentinel(), of_garbage(), unmapped().release();
  // CHECK: (entry) -> sentinel success{{$}}
  // CHECK: (entry) -> of_garbage success{{$}}
  // CHECK: (entry) -> unmapped success{{$}}
  Early early;
  // CHECK: (entry) -> Crtp<Derived>::self success{{$}}
  Both both;
  vouched(nullptr), vouched(&both);
  // CHECK: (entry) -> vouched partial{{$}}
  // CHECK: (entry) -> vouched success (anonymous namespace)::Both{{$}}
}
