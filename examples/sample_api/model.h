// model.h: the words that every part of the shop uses.
//
// Card numbers and names are here on purpose: flowlog records that a call was given a card with a number,
// never which number.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace shop {

using Cents = std::int64_t;

struct Line {
  std::string product;
  int quantity = 0;
};

struct Card {
  std::string number;
  Cents limit = 0;
};
struct Invoice {
  std::string company;
};
struct Voucher {
  Cents worth = 0;
};
using Payment = std::variant<Card, Invoice, Voucher>;

struct Order {
  int customer = 0;
  std::vector<Line> lines;
  Payment pays_with;
};

// How an order ended. Only accepted ones have a number and can be asked for.
enum class Decision { kAccepted, kInvalid, kOutOfStock, kDeclined, kNoConnection };

struct Confirmation {
  Decision what = Decision::kInvalid;
  int number = 0;
  Cents total = 0;
  int parcels = 0;
};

}  // namespace shop
