// audit.h: what happened, written down by a thread of its own.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace shop::audit {

struct Event {
  int status = 0;
  std::string text;
};

// Takes notes from any thread; its own thread files them in order. The destructor files what is left.
class Journal {
 public:
  Journal() : worker_([this] { work(); }) {}
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  void note(Event event);

  // Waits until all notes are filed. Status -> how many.
  const std::map<int, int>& close();

 private:
  void work();
  void file(const Event& event);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Event> waiting_;
  bool closed_ = false;
  std::map<int, int> filed_;
  std::thread worker_;  // last: it uses all of the above
};

}  // namespace shop::audit
