// Shapes of parameters and results, to the grammar of docs/format.md.
//
// RUN: %flowlog_cxx -std=c++2b -c %s -o %t.o && %flowlog sites %t.o | FileCheck %s
// RUN: %flowlog_cxx -std=c++2b -fplugin-arg-flowlog-shape-depth=0 -c %s -o %t.o && %flowlog sites %t.o | FileCheck %s --check-prefix=NONE
// RUN: %flowlog_cxx -std=c++2b -fplugin-arg-flowlog-shape-depth=1 -c %s -o %t.o && %flowlog sites %t.o | FileCheck %s --check-prefix=ONE

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#define T [[flowlog::track]]

T void scalars(int, unsigned char b, const double& c, void* d, bool) { (void)b, (void)c, (void)d; }
// CHECK-DAG: "symbol":"_Z7scalars{{.*}}"input_shape":{"#1":"int","b":"unsigned char","c":"const double &","d":"void *","#5":"bool"},"output_shape":"void",

struct Incomplete;
enum class Color { red, green };
enum Unscoped { kOne = 1 };
struct Address {
  std::string street;
  int number : 7;
  int : 1;
};
struct Named {
  std::string name;
};
class Customer : public Named {
 public:
  Address address;
  Customer* next;

 private:
  Incomplete* incomplete_;
  union {
    int whole;
    float part;
  };
  void (*callback_)(int);
  static int count;
};

T Color records(const Customer& customer, Unscoped unscoped) { return (void)customer, (void)unscoped, Color::red; }
// CHECK-DAG: "symbol":"_Z7records{{.*}}"input_shape":{"customer":{"type":"const Customer &","fields":{"Named":{"type":"Named","fields":{"name":"std::string"}},"address":{"type":"Address","fields":{"street":"std::string","number":"int"}},"next":{"type":"Customer *","pointee":{"type":"Customer","fields":{"Named":"Named","address":"Address","next":"Customer *","incomplete_":"Incomplete *","whole":"int","part":"float","callback_":"void (*)(int)"}}},"incomplete_":{"type":"Incomplete *","pointee":"Incomplete"},"whole":"int","part":"float","callback_":"void (*)(int)"}},"unscoped":{"type":"Unscoped","enumerators":["kOne"]}},"output_shape":{"type":"Color","enumerators":["red","green"]},
// ONE-DAG: "symbol":"_Z7records{{.*}}"input_shape":{"customer":{"type":"const Customer &","fields":{"Named":"Named","address":"Address","next":"Customer *"
// NONE-DAG: "symbol":"_Z7records{{.*}}"input_shape":{"customer":"const Customer &","unscoped":"Unscoped"},"output_shape":"Color",

T void lists(int (&array)[3], std::vector<Color> v, std::set<int>, std::span<const int> s, int pointer[]) {
  (void)array, (void)v, (void)s, (void)pointer;
}
// CHECK-DAG: "symbol":"_Z5lists{{.*}}"input_shape":{"array":{"type":"int (&)[3]","items":"int"},"v":{"type":"std::vector<Color>","items":{"type":"Color","enumerators":["red","green"]}},"#3":{"type":"std::set<int>","items":"int"},"s":{"type":"std::span<const int>","items":"const int"},"pointer":{"type":"int *","pointee":"int"}}

T void maps(const std::map<std::string, std::vector<int>>& m) { (void)m; }
// CHECK-DAG: "symbol":"_Z4maps{{.*}}"input_shape":{"m":{"type":"const std::map<std::string, std::vector<int>> &","key":"std::string","value":{"type":"std::vector<int>","items":"int"}}}

T std::unique_ptr<Address> smart(std::shared_ptr<int> p) { return (void)p, nullptr; }
// CHECK-DAG: "symbol":"_Z5smart{{.*}}"input_shape":{"p":{"type":"std::shared_ptr<int>","pointee":"int"}},"output_shape":{"type":"std::unique_ptr<Address>","pointee":{"type":"Address",

T std::optional<Color> alternatives(std::variant<int, std::string> v, std::optional<char>) { return (void)v, std::nullopt; }
// CHECK-DAG: "symbol":"_Z12alternatives{{.*}}"input_shape":{"v":{"type":"std::variant<int, std::string>","alternatives":["int","std::string"]},"#2":{"type":"std::optional<char>","alternatives":["char"]}},"output_shape":{"type":"std::optional<Color>","alternatives":[{"type":"Color",

T std::tuple<int, char> tuples(std::pair<const int, bool>) { return {}; }
// CHECK-DAG: "symbol":"_Z6tuples{{.*}}"input_shape":{"#1":{"type":"std::pair<const int, bool>","fields":{"first":"const int","second":"bool"}}},"output_shape":{"type":"std::tuple<int, char>","fields":{"0":"int","1":"char"}}

T void opaque(std::function<void()>, std::chrono::seconds, std::errc) {}
// CHECK-DAG: "symbol":"_Z6opaque{{.*}}"input_shape":{"#1":"std::function<void ()>","#2":"{{[^"]*}}duration<long>","#3":"std::errc"}

struct Object {
  T int method(int n) const { return n + value; }
  T static int of_class() { return 1; }
  int value;
};
int use(Object object) { return object.method(1) + Object::of_class(); }
// CHECK-DAG: "symbol":"_ZNK6Object6method{{.*}}"input_shape":{"n":"int","this":{"type":"const Object *","pointee":{"type":"const Object","fields":{"value":"int"}}}}
// CHECK-DAG: "symbol":"_ZN6Object8of_classEv{{.*}}"input_shape":{},

template <class... Items>
T void pack(Items... items) {
  ((void)items, ...);
}
template void pack(int, char);
// CHECK-DAG: "symbol":"_Z4pack{{.*}}"input_shape":{"items#1":"int","items#2":"char"}
