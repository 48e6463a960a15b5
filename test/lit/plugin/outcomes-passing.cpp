// However the calling convention passes a result, its outcome is seen: in one register, in two of either kind, in the
// second of two, in memory, empty, padded, packed, aligned, moved, built in place. Each kind succeeds, and then fails.
//
// RUN: %flowlog_cxx -std=c++17 -O0 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++17 -O2 %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'
// RUN: %flowlog_cxx -std=c++17 -O1 -fsanitize=address,undefined %s -o %t && rm -rf %t.d && env FLOWLOG_DIR=%t.d %t && %flowlog events --details %t.d | python3 %S/Inputs/calls.py | FileCheck %s --implicit-check-not='->'

#include <flowlog/outcome.h>

#include <complex>
#include <memory>
#include <optional>
#include <string>
#include <variant>

struct Empty {};
struct alignas(8) EmptyEight {};
enum class Flag : unsigned char { kGood, kBad };

// Each has a place for the flag, 1 for failure; `good` is made from it. What else it holds is noise that must come through.
template <class Kind>
bool is_good(const Kind& kind) {
  return kind.flag == decltype(kind.flag)(0);
}
#define KIND(name, ...)                                             \
  struct name {                                                     \
    __VA_ARGS__                                                     \
    bool ok() const { return is_good(*this); }                      \
  };                                                                \
  template <>                                                       \
  struct flowlog::outcome<name> : flowlog::ok_means_success {};     \
  [[flowlog::track]] name make_##name(int failed) {                 \
    name made{};                                                    \
    made.flag = decltype(made.flag)(failed);                        \
    return made;                                                    \
  }

KIND(Char, char flag;)
KIND(Short, short flag;)
KIND(Int, int flag;)
KIND(Long, long flag;)
KIND(Bool, bool flag;)
KIND(Enum, Flag flag;)
KIND(Float, float flag;)
KIND(Double, double flag;)
KIND(Wide, __int128 flag;)
KIND(LongDouble, long double flag;)
KIND(Bits, unsigned noise : 3; unsigned flag : 1;)
KIND(ThreeBytes, char noise[2]; char flag;)
KIND(FiveBytes, char noise[4]; char flag;)
KIND(TwoFloats, float noise; float flag;)
KIND(ThreeFloats, float noise[2]; float flag;)
KIND(TwoDoubles, double noise; double flag;)
KIND(IntThenDouble, int noise; double flag;)
KIND(DoubleThenInt, double noise; int flag;)
KIND(FloatInt, float noise; int flag;)
KIND(TwoLongs, long noise; long flag;)
KIND(LongChar, long noise; char flag;)
KIND(Pointers, void* noise; unsigned long flag;)
KIND(EmptyFirst, EmptyEight nothing; long flag;)
KIND(EmptyFirstDouble, EmptyEight nothing; double flag;)
KIND(EmptyBase, Empty nothing; char flag;)
KIND(TailOnly, alignas(16) EmptyEight nothing; EmptyEight more; int flag;)
KIND(Padded, char noise; alignas(8) char flag;)
KIND(Overaligned, alignas(64) int flag;)
KIND(Memory, long noise[2]; int flag;)
KIND(Large, char noise[200]; int flag;)
KIND(Array, short flag;  short noise[5];)
KIND(ComplexNumber, std::complex<float> noise; float flag;)
struct __attribute__((packed)) Packed {
  char noise;
  int number;
  char flag;
  bool ok() const { return flag == 0; }
};
union Union {
  char flag;
  long noise;
  bool ok() const { return flag == 0; }
};
class MoveOnly {
 public:
  explicit MoveOnly(int failed) : failed_(failed) {}
  MoveOnly(MoveOnly&&) = default;
  bool ok() const { return failed_ == 0; }

 private:
  int failed_;
};
class Undying {  // which only its friends destroy
 public:
  Undying(int failed) : failed_(failed) {}
  bool ok() const { return failed_ == 0; }

 private:
  ~Undying() = default;
  friend void keep(int);
  int failed_;
  std::string noise_;
};
class InPlace {
 public:
  explicit InPlace(int failed) : self_(this), failed_(failed) {}
  InPlace(const InPlace&) = delete;
  bool ok() const { return self_ == this && failed_ == 0; }

 private:
  const InPlace* self_;
  int failed_;
};
template <> struct flowlog::outcome<Packed> : flowlog::ok_means_success {};
template <> struct flowlog::outcome<Union> : flowlog::ok_means_success {};
template <> struct flowlog::outcome<MoveOnly> : flowlog::ok_means_success {};
template <> struct flowlog::outcome<Undying> : flowlog::ok_means_success {};
template <> struct flowlog::outcome<InPlace> : flowlog::ok_means_success {};

#define T [[flowlog::track]]
using Alias = const Int;
T [[nodiscard]] Alias make_alias(int failed) { return {failed}; }
T Packed make_packed(int failed) { return {1, 2, char(failed)}; }
T Union make_union(int failed) { Union made; made.noise = failed; return made; }
T MoveOnly make_move_only(int failed) { MoveOnly made(failed); return made; }
T Undying make_undying(int failed) { return {failed}; }
T InPlace make_in_place(int failed) { return InPlace(failed); }
T decltype(auto) make_deduced(int failed) { return Int{failed}; }

template <class Make>
void both(Make make) {
  (void)make(0);
  (void)make(1);
}
void keep(int failed) {  // its result is never destroyed, as the language would have it
  alignas(Undying) static char memory[2][sizeof(Undying)];
  new (memory[failed]) Undying(make_undying(failed));
}

int main() {
  both(make_Char), both(make_Short), both(make_Int), both(make_Long), both(make_Bool), both(make_Enum);
  // CHECK: -> make_Char success{{$}}
  // CHECK: -> make_Char error Char{{$}}
  // CHECK: -> make_Short success{{$}}
  // CHECK: -> make_Short error Short{{$}}
  // CHECK: -> make_Int success{{$}}
  // CHECK: -> make_Int error Int{{$}}
  // CHECK: -> make_Long success{{$}}
  // CHECK: -> make_Long error Long{{$}}
  // CHECK: -> make_Bool success{{$}}
  // CHECK: -> make_Bool error Bool{{$}}
  // CHECK: -> make_Enum success{{$}}
  // CHECK: -> make_Enum error Enum{{$}}
  both(make_Float), both(make_Double), both(make_Wide), both(make_LongDouble), both(make_Bits);
  // CHECK: -> make_Float success{{$}}
  // CHECK: -> make_Float error Float{{$}}
  // CHECK: -> make_Double success{{$}}
  // CHECK: -> make_Double error Double{{$}}
  // CHECK: -> make_Wide success{{$}}
  // CHECK: -> make_Wide error Wide{{$}}
  // CHECK: -> make_LongDouble success{{$}}
  // CHECK: -> make_LongDouble error LongDouble{{$}}
  // CHECK: -> make_Bits success{{$}}
  // CHECK: -> make_Bits error Bits{{$}}
  both(make_ThreeBytes), both(make_FiveBytes), both(make_TwoFloats), both(make_ThreeFloats), both(make_TwoDoubles);
  // CHECK: -> make_ThreeBytes success{{$}}
  // CHECK: -> make_ThreeBytes error ThreeBytes{{$}}
  // CHECK: -> make_FiveBytes success{{$}}
  // CHECK: -> make_FiveBytes error FiveBytes{{$}}
  // CHECK: -> make_TwoFloats success{{$}}
  // CHECK: -> make_TwoFloats error TwoFloats{{$}}
  // CHECK: -> make_ThreeFloats success{{$}}
  // CHECK: -> make_ThreeFloats error ThreeFloats{{$}}
  // CHECK: -> make_TwoDoubles success{{$}}
  // CHECK: -> make_TwoDoubles error TwoDoubles{{$}}
  both(make_IntThenDouble), both(make_DoubleThenInt), both(make_FloatInt), both(make_TwoLongs), both(make_LongChar);
  // CHECK: -> make_IntThenDouble success{{$}}
  // CHECK: -> make_IntThenDouble error IntThenDouble{{$}}
  // CHECK: -> make_DoubleThenInt success{{$}}
  // CHECK: -> make_DoubleThenInt error DoubleThenInt{{$}}
  // CHECK: -> make_FloatInt success{{$}}
  // CHECK: -> make_FloatInt error FloatInt{{$}}
  // CHECK: -> make_TwoLongs success{{$}}
  // CHECK: -> make_TwoLongs error TwoLongs{{$}}
  // CHECK: -> make_LongChar success{{$}}
  // CHECK: -> make_LongChar error LongChar{{$}}
  both(make_Pointers), both(make_EmptyFirst), both(make_EmptyFirstDouble), both(make_EmptyBase), both(make_TailOnly);
  // CHECK: -> make_Pointers success{{$}}
  // CHECK: -> make_Pointers error Pointers{{$}}
  // CHECK: -> make_EmptyFirst success{{$}}
  // CHECK: -> make_EmptyFirst error EmptyFirst{{$}}
  // CHECK: -> make_EmptyFirstDouble success{{$}}
  // CHECK: -> make_EmptyFirstDouble error EmptyFirstDouble{{$}}
  // CHECK: -> make_EmptyBase success{{$}}
  // CHECK: -> make_EmptyBase error EmptyBase{{$}}
  // CHECK: -> make_TailOnly success{{$}}
  // CHECK: -> make_TailOnly error TailOnly{{$}}
  both(make_Padded), both(make_Overaligned), both(make_Memory), both(make_Large), both(make_Array);
  // CHECK: -> make_Padded success{{$}}
  // CHECK: -> make_Padded error Padded{{$}}
  // CHECK: -> make_Overaligned success{{$}}
  // CHECK: -> make_Overaligned error Overaligned{{$}}
  // CHECK: -> make_Memory success{{$}}
  // CHECK: -> make_Memory error Memory{{$}}
  // CHECK: -> make_Large success{{$}}
  // CHECK: -> make_Large error Large{{$}}
  // CHECK: -> make_Array success{{$}}
  // CHECK: -> make_Array error Array{{$}}
  both(make_ComplexNumber), both(make_packed), both(make_union), both(make_move_only), both(make_in_place);
  // CHECK: -> make_ComplexNumber success{{$}}
  // CHECK: -> make_ComplexNumber error ComplexNumber{{$}}
  // CHECK: -> make_packed success{{$}}
  // CHECK: -> make_packed error Packed{{$}}
  // CHECK: -> make_union success{{$}}
  // CHECK: -> make_union error Union{{$}}
  // CHECK: -> make_move_only success{{$}}
  // CHECK: -> make_move_only error MoveOnly{{$}}
  // CHECK: -> make_in_place success{{$}}
  // CHECK: -> make_in_place error InPlace{{$}}
  keep(0), keep(1), both(make_alias), both(make_deduced);
  // CHECK: -> make_undying success{{$}}
  // CHECK: -> make_undying error Undying{{$}}
  // CHECK: -> make_alias success{{$}}
  // CHECK: -> make_alias error Int{{$}}
  // CHECK: -> make_deduced success{{$}}
  // CHECK: -> make_deduced error Int{{$}}
}
