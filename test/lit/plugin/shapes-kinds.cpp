// Shapes of every kind of type, with either standard library: neither the guts of their classes nor their inline namespaces show.
// LLVM 16 prints default arguments that depend on others, such as a priority_queue's.
//
// RUN: %flowlog_cxx -std=c++2b -O0 -c %s -o %t.o && %flowlog sites %t.o > %t.sites && FileCheck %s < %t.sites
// RUN: sed 's,"symbol":"[^"]*",,' %t.sites | not grep -E '__1|__cxx11|__fs|_M_|__[a-z]+_"'
// RUN: %flowlog_cxx -std=c++2b -O2 -stdlib=libc++ -c %s -o %t.o && %flowlog sites %t.o > %t.sites && FileCheck %s < %t.sites
// RUN: sed 's,"symbol":"[^"]*",,' %t.sites | not grep -E '__1|__cxx11|__fs|_M_|__[a-z]+_"'

#include <any>
#include <array>
#include <atomic>
#include <chrono>
#include <complex>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <forward_list>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <queue>
#include <set>
#include <span>
#include <stack>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#define T [[flowlog::track]]

struct Item {
  int n;
};

T void arrays(std::array<Item, 3>, int (&)[2][3], Item (*)[4], std::vector<std::vector<char>>) {}
// CHECK-DAG: "symbol":"_Z6arrays{{.*}}"#1":{"type":"std::array<Item, 3>","items":{"type":"Item","fields":{"n":"int"}}},"#2":{"type":"int (&)[2][3]","items":{"type":"int[3]","items":"int"}},"#3":{"type":"Item (*)[4]","pointee":{"type":"Item[4]","items":{"type":"Item","fields":{"n":"int"}}}},"#4":{"type":"std::vector<std::vector<char>>","items":{"type":"std::vector<char>","items":"char"}}}

T void sequences(std::deque<int>, std::list<int>, std::forward_list<int>, std::stack<int>, std::queue<int>, std::priority_queue<int>, std::span<const char>, std::vector<bool>, std::initializer_list<int>) {}
// CHECK-DAG: "symbol":"_Z9sequences{{.*}}"#1":{"type":"std::deque<int>","items":"int"},"#2":{"type":"std::list<int>","items":"int"},"#3":{"type":"std::forward_list<int>","items":"int"},"#4":{"type":"std::stack<int>","items":"int"},"#5":{"type":"std::queue<int>","items":"int"},"#6":{"type":"std::priority_queue<int{{[^"]*}}>","items":"int"},"#7":{"type":"std::span<const char>","items":"const char"},"#8":{"type":"std::vector<bool>","items":"bool"},"#9":{"type":"std::initializer_list<int>","items":"int"}}

T void keyed(std::multimap<int, char>, std::unordered_map<std::string, Item>, std::unordered_multimap<int, int>, std::multiset<int>, std::unordered_set<std::string>, std::unordered_multiset<int>) {}
// CHECK-DAG: "symbol":"_Z5keyed{{.*}}"#1":{"type":"std::multimap<int, char>","key":"int","value":"char"},"#2":{"type":"std::unordered_map<std::string, Item>","key":"std::string","value":{"type":"Item","fields":{"n":"int"}}},"#3":{"type":"std::unordered_multimap<int, int>","key":"int","value":"int"},"#4":{"type":"std::multiset<int>","items":"int"},"#5":{"type":"std::unordered_set<std::string>","items":"std::string"},"#6":{"type":"std::unordered_multiset<int>","items":"int"}}

T void pointers(std::unique_ptr<Item[]>, std::weak_ptr<Item>, std::reference_wrapper<Item>, Item**, const void*, std::nullptr_t, Item&&, std::unique_ptr<Item, void (*)(Item*)>) {}
// CHECK-DAG: "symbol":"_Z8pointers{{.*}}"#1":{"type":"std::unique_ptr<Item[]>","pointee":{"type":"Item[]","items":{"type":"Item","fields":{"n":"int"}}}},"#2":{"type":"std::weak_ptr<Item>","pointee":{"type":"Item","fields":{"n":"int"}}},"#3":{"type":"std::reference_wrapper<Item>","pointee":{"type":"Item","fields":{"n":"int"}}},"#4":{"type":"Item **","pointee":{"type":"Item *","pointee":{"type":"Item","fields":{"n":"int"}}}},"#5":"const void *","#6":"std::nullptr_t","#7":{"type":"Item &&","fields":{"n":"int"}},"#8":{"type":"std::unique_ptr<Item, void (*)(Item *)>","pointee":{"type":"Item","fields":{"n":"int"}}}}

T void functions(int (*)(char), int (&)(char), std::function<Item(int)>, int Item::*, void (Item::*)(int) const, int (**)(char)) {}
// CHECK-DAG: "symbol":"_Z9functions{{.*}}"#1":"int (*)(char)","#2":"int (&)(char)","#3":"std::function<Item (int)>","#4":"int Item::*","#5":"void (Item::*)(int) const","#6":{"type":"int (**)(char)","pointee":"int (*)(char)"}}

T void opaque(std::mutex&, std::thread&, std::condition_variable&, std::any, std::atomic<int>&, std::complex<double>, std::filesystem::path, std::string_view, std::wstring, std::chrono::system_clock::time_point, std::u8string) {}
// CHECK-DAG: "symbol":"_Z6opaque{{.*}}"#1":"std::mutex &","#2":"std::thread &","#3":"std::condition_variable &","#4":"std::any","#5":"std::atomic<int> &","#6":"std::complex<double>","#7":"std::filesystem::path","#8":"std::string_view","#9":"std::wstring","#10":"std::chrono::{{.*}}","#11":"std::u8string"}

struct Base {
  int in_base;
};
struct Left : virtual Base {
  int left;
};
struct Right : virtual Base {
  int right;
};
struct Empty {};
class Diamond : public Left, protected Right, private std::vector<int> {
  [[no_unique_address]] Empty nothing_;
  mutable int changes_;
  static int shared_;
  unsigned a_ : 3, : 2, b_ : 1;
  struct {
    int x, y;
  } point_;
  struct {
    int inner;
    union {
      float f;
      char c;
    };
  };
  volatile int port_;
  alignas(32) int aligned_;
};
T void records(Diamond) {}
// CHECK-DAG: "symbol":"_Z7records{{.*}}"#1":{"type":"Diamond","fields":{"Left":{"type":"Left","fields":{"Base":{"type":"Base","fields":{"in_base":"int"}},"left":"int"}},"Right":{"type":"Right","fields":{"Base":{"type":"Base","fields":{"in_base":"int"}},"right":"int"}},"std::vector<int>":{"type":"std::vector<int>","items":"int"},"nothing_":{"type":"Empty","fields":{}},"changes_":"int","a_":"unsigned int","b_":"unsigned int","point_":{"type":"Diamond::(unnamed)","fields":{"x":"int","y":"int"}},"inner":"int","f":"float","c":"char","port_":"volatile int","aligned_":"int"}}

union Either {
  int whole;
  Item item;
};
struct Tree {
  std::vector<Tree> children;
  std::unique_ptr<Tree> left;
  std::map<std::string, Tree*> by_name;
};
template <class Value>
class Stack {  // a container of one's own is a record like others
  Value* begin_;
  int size_;
};
T void own(Either, Tree, Stack<Item>) {}
// CHECK-DAG: "symbol":"_Z3own{{.*}}"#1":{"type":"Either","fields":{"whole":"int","item":{"type":"Item","fields":{"n":"int"}}}},"#2":{"type":"Tree","fields":{"children":{"type":"std::vector<Tree>","items":"Tree"},"left":{"type":"std::unique_ptr<Tree>","pointee":"Tree"},"by_name":{"type":"std::map<std::string, Tree *>","key":"std::string","value":{"type":"Tree *","pointee":"Tree"}}}},"#3":{"type":"Stack<Item>","fields":{"begin_":{"type":"Item *","pointee":{"type":"Item","fields":{"n":"int"}}},"size_":"int"}}}

T auto closure() { return [captured = 1] { return captured; }; }
// CHECK-DAG: "symbol":"_Z7closurev"{{.*}}"output_shape":"(lambda)"

#define TEN(x) x##0, x##1, x##2, x##3, x##4, x##5, x##6, x##7, x##8, x##9
enum class Many { TEN(k0), TEN(k1), TEN(k2), TEN(k3), TEN(k4), TEN(k5), TEN(k6) };
struct Wide {
  int TEN(a), TEN(b), TEN(c), TEN(d), TEN(e), TEN(f), TEN(g), TEN(h), TEN(i), TEN(j), TEN(k), TEN(l), TEN(m);
};
T void many(Many, Wide) {}
// CHECK-DAG: "symbol":"_Z4many{{.*}},"k62","k63","(6 more)"]},"#2":{{.*}},"m6":"int","m7":"int","(2 more)":"..."}}}
