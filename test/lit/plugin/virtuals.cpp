// Virtual functions, thunks and every variant of destructors: a call is one record, whatever it goes through.
//
// RUN: %traced_calls %t -std=c++20 -O0 %s | FileCheck %s --implicit-check-not='->'
// RUN: %traced_calls %t -std=c++20 -O2 %s | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++20 -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=IR --implicit-check-not='@flowlog_enter(ptr @'

#include <new>

#define T [[flowlog::track]]

int volatile one = 1;

struct Shape {
  T virtual int area() = 0;
  T virtual Shape* clone();
  T virtual ~Shape() = default;
};
T int Shape::area() { return one; }  // pure, with a body
T Shape* Shape::clone() { return this; }

struct Named {
  T virtual int name() { return one; }
  T virtual Named* self() { return this; }
  T virtual ~Named() {}
};

struct Square final : Shape, virtual Named {
  T Square() {}
  T int area() override { return Shape::area(); }
  T Square* clone() override { return this; }
  T int name() override { return Named::name() + 1; }  // through a virtual thunk
  T Square* self() override { return this; }           // covariant, with an adjusted result
  T ~Square() override { one = one; }
};

// No function of its own but a destructor, which is its base's.
struct Derived : Named {
  int number = one;
};

struct Abstract {
  T virtual ~Abstract() = 0;
};
T Abstract::~Abstract() {}
struct Concrete : Abstract {
  T ~Concrete() override {}
};

// Where a deleting destructor destroys nothing itself, deleting is no call of the destructor.
struct Destroying {
  void operator delete(Destroying* self, std::destroying_delete_t) {
    self->~Destroying();
    ::operator delete(self);
  }
  T virtual ~Destroying() {}
};

// Variants that only pass on, and thunks, have no hooks.
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN5Shape4areaEv)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN5Shape5cloneEv)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN8AbstractD2Ev)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN6SquareC1Ev)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN6SquareD1Ev)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN8ConcreteD2Ev)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN5ShapeD2Ev)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN6Square4areaEv)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN6Square5cloneEv)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN6Square4nameEv)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN6Square4selfEv)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN5Named4nameEv)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN5Named4selfEv)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN5NamedD2Ev)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN6SquareD2Ev)
// IR: call i32 @flowlog_enter(ptr @flowlog_site._ZN10DestroyingD2Ev)

int main() {
  {
    Square square;
    // CHECK:      (entry) -> Square::Square success
    Shape* shape = &square;
    Named* named = &square;
    shape->area();
    // CHECK-NEXT: (entry) -> Square::area success
    // CHECK-NEXT: Square::area -> Shape::area success
    shape->clone();
    // CHECK-NEXT: (entry) -> Square::clone success
    shape->Shape::clone();
    // CHECK-NEXT: (entry) -> Shape::clone success
    named->name();
    // CHECK-NEXT: (entry) -> Square::name success
    // CHECK-NEXT: Square::name -> Named::name success
    named->self();
    // CHECK-NEXT: (entry) -> Square::self success
    int (Named::*pointer)() = &Named::name;
    (named->*pointer)();
    // CHECK-NEXT: (entry) -> Square::name success
    // CHECK-NEXT: Square::name -> Named::name success
  }
  // CHECK-NEXT: (entry) -> Square::~Square success
  // CHECK-NEXT: Square::~Square -> Shape::~Shape success
  // CHECK-NEXT: Square::~Square -> Named::~Named success
  Shape* by_first = new Square;
  // CHECK-NEXT: (entry) -> Square::Square success
  delete by_first;
  // CHECK-NEXT: (entry) -> Square::~Square success
  // CHECK-NEXT: Square::~Square -> Shape::~Shape success
  // CHECK-NEXT: Square::~Square -> Named::~Named success
  Named* by_second = new Square;
  // CHECK-NEXT: (entry) -> Square::Square success
  delete by_second;
  // CHECK-NEXT: (entry) -> Square::~Square success
  // CHECK-NEXT: Square::~Square -> Shape::~Shape success
  // CHECK-NEXT: Square::~Square -> Named::~Named success
  Named* derived = new Derived;
  delete derived;
  // CHECK-NEXT: (entry) -> Named::~Named success
  Abstract* abstract = new Concrete[2];
  static_cast<Concrete*>(abstract)->~Concrete();
  // CHECK-NEXT: (entry) -> Concrete::~Concrete success
  // CHECK-NEXT: Concrete::~Concrete -> Abstract::~Abstract success
  new (abstract) Concrete;
  delete[] static_cast<Concrete*>(abstract);
  // CHECK-NEXT: (entry) -> Concrete::~Concrete success
  // CHECK-NEXT: Concrete::~Concrete -> Abstract::~Abstract success
  // CHECK-NEXT: (entry) -> Concrete::~Concrete success
  // CHECK-NEXT: Concrete::~Concrete -> Abstract::~Abstract success
  delete new Destroying;
  // CHECK-NEXT: (entry) -> Destroying::~Destroying success
}
