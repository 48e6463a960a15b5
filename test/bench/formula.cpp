// formula.cpp: a parser of arithmetic, each function of which every recorder sees: what readers of traces are compared on.
// usage: formula ROUNDS
#include <cstdio>
#include <cstdlib>
#include <cstring>

#define SEEN __attribute__((noinline, used))

namespace formula {

struct Parser {
  const char* at;
};

long sum(Parser& parser);

SEEN bool is_digit(char c) {
  asm volatile("" ::: "memory");
  return c >= '0' && c <= '9';
}

SEEN long number(Parser& parser) {
  long value = 0;
  while (is_digit(*parser.at)) value = value * 10 + (*parser.at++ - '0');
  return value;
}

SEEN bool accept(Parser& parser, char c) {
  asm volatile("" ::: "memory");
  if (*parser.at != c) return false;
  ++parser.at;
  return true;
}

SEEN long atom(Parser& parser) {
  if (!accept(parser, '(')) return number(parser);
  const long value = sum(parser);
  accept(parser, ')');
  return value;
}

SEEN long product(Parser& parser) {
  long value = atom(parser);
  while (accept(parser, '*')) value = value * atom(parser) % 1000003;
  return value;
}

SEEN long sum(Parser& parser) {
  long value = product(parser);
  while (accept(parser, '+')) value += product(parser);
  return value;
}

SEEN long parse(const char* text) {
  Parser parser{text};
  return sum(parser);
}

}  // namespace formula

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 1;
  long all = 0;
  for (int i = 0; i < rounds; ++i) all += formula::parse("(1+2*3)*(4+55*(6+7))+8*9*(10+(11+12)*13)+14*(15+16)*17+18");
  std::printf("%ld\n", all);
}
