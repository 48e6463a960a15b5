// Constructors and destructors come in variants that call each other; a construction counts once, at every level of
// optimization, and also where a destructor does nothing.
//
// RUN: %flowlog_cxx -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -O2 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'

#define T [[flowlog::track]]

struct Base {
  T Base() {}
  T virtual ~Base() {}
  T virtual int work(int n) { return n; }
};
struct Left : virtual Base {
  T Left() {}
  T ~Left() override {}
  T int work(int n) override { return n + 1; }  // called through a thunk
};
struct Right : virtual Base {
  T Right() {}
  T ~Right() override {}
};
struct Both : Left, Right {
  T Both() {}
  T ~Both() override {}
};
struct Delegating {
  T Delegating() : Delegating(1) {}
  T explicit Delegating(int) {}
  T Delegating(const Delegating& other, int n) {
    if (n > 0) Delegating(other, n - 1);  // another object by the same constructor
  }
  T ~Delegating() {}
};
struct Inner {
  ~Inner() { keep = this; }
  static const void* volatile keep;
};
const void* volatile Inner::keep;
struct Outer : Inner {
  T ~Outer() {}
};
struct ByDefault : Inner {
  T ~ByDefault() = default;
};
template <class Base>
struct Over : Base {
  T ~Over() {}
};
template <class Base>
struct OverByDefault : Base {
  T ~OverByDefault() = default;
};
template struct OverByDefault<Outer>;
struct Elsewhere : Outer {
  T ~Elsewhere();
};
Elsewhere::~Elsewhere() = default;

// Without virtual bases the complete destructor is an alias of the base one, through which the deleting one calls it.
struct Deleted {
  T virtual ~Deleted() {}
};

// A destructor that destroys a virtual base is still one call, and what the base throws leaves it.
struct Throwing {
  T ~Throwing() noexcept(false) { throw 1; }
};
struct Passing : virtual Throwing {
  T ~Passing() noexcept(false) {}
};

int main() {
  try {
    Passing passing;
  } catch (int) {
  }
  // CHECK:      (entry) -> Passing::~Passing error int
  // CHECK-NEXT: Passing::~Passing -> Throwing::~Throwing error int
  {
    Both both;
    // CHECK-NEXT: (entry) -> Both::Both success
    // CHECK-NEXT: Both::Both -> Base::Base success
    // CHECK-NEXT: Both::Both -> Left::Left success
    // CHECK-NEXT: Both::Both -> Right::Right success
    Base& base = both;
    base.work(1);
    // CHECK-NEXT: (entry) -> Left::work success
  }
  // CHECK-NEXT: (entry) -> Both::~Both success
  // CHECK-NEXT: Both::~Both -> Right::~Right success
  // CHECK-NEXT: Both::~Both -> Left::~Left success
  // CHECK-NEXT: Both::~Both -> Base::~Base success
  Base* left = new Left;
  // CHECK-NEXT: (entry) -> Left::Left success
  // CHECK-NEXT: Left::Left -> Base::Base success
  delete left;
  // CHECK-NEXT: (entry) -> Left::~Left success
  // CHECK-NEXT: Left::~Left -> Base::~Base success
  {
    Delegating delegating;
    // CHECK-NEXT: (entry) -> Delegating::Delegating success
    // CHECK-NEXT: Delegating::Delegating -> Delegating::Delegating success
    Delegating other(delegating, 1);
    // CHECK-NEXT: (entry) -> Delegating::Delegating success
    // CHECK-NEXT: Delegating::Delegating -> Delegating::Delegating success
    // CHECK-NEXT: Delegating::Delegating -> Delegating::~Delegating success
  }
  // CHECK-NEXT: (entry) -> Delegating::~Delegating success
  // CHECK-NEXT: (entry) -> Delegating::~Delegating success
  delete new Deleted;
  // CHECK-NEXT: (entry) -> Deleted::~Deleted success
  { Outer outer; }
  // CHECK-NEXT: (entry) -> Outer::~Outer success
  { ByDefault by_default; }
  // CHECK-NEXT: (entry) -> ByDefault::~ByDefault success
  { Over<Inner> over; }
  // CHECK-NEXT: (entry) -> Over<Base>::~Over success
  { OverByDefault<Outer> over; }
  // CHECK-NEXT: (entry) -> OverByDefault<Base>::~OverByDefault success
  // CHECK-NEXT: OverByDefault<Base>::~OverByDefault -> Outer::~Outer success
  { Elsewhere elsewhere; }
  // CHECK-NEXT: (entry) -> Elsewhere::~Elsewhere success
  // CHECK-NEXT: Elsewhere::~Elsewhere -> Outer::~Outer success
}
