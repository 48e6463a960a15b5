// bank_process.h: the bank as a process of its own, for as long as the shop is open.
#pragma once

#include <sys/types.h>

#include <string>

namespace shop {

// Starts it, and ends it when destroyed. It ends by itself, too, when this process is killed.
class BankProcess {
 public:
  // Throws std::runtime_error if it can't be started.
  explicit BankProcess(const std::string& program);
  ~BankProcess();
  BankProcess(const BankProcess&) = delete;
  BankProcess& operator=(const BankProcess&) = delete;

  int port() const { return port_; }

 private:
  pid_t pid_ = -1;
  int input_ = -1;  // of the bank: it goes on until this is closed
  int port_ = 0;
};

}  // namespace shop
