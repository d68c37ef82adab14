// SPDX-License-Identifier: Apache-2.0
// Stands between a store and its database and does what networks and servers
// do at the worst moment.

#ifndef TONUS_TESTS_STORAGE_POSTGRES_PROXY_H_
#define TONUS_TESTS_STORAGE_POSTGRES_PROXY_H_

#include <atomic>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/storage/temporary_folder.h"

namespace tonus::storage {

// What happens to the requests, each of which is all that is sent up to a Sync.
struct Mischief {
  enum class Kind {
    kCutBefore,  // The connection ends; the server never sees the request.
    kCutAfter,   // The server answers; the connection ends instead.
    kAnswer,     // The server never sees the request; `sql_state` answers it.
    kHang,       // The server never sees the request; nothing answers.
  };
  Kind kind = Kind::kHang;
  std::string sql_state = {};
  // The request holds this text, the name of a statement for example.
  std::string when = "tonus_write";
  // Of kAnswer: how many statements of the request the answer says were done.
  // -1: all but the last.
  int after = -1;
};

// A server on a socket of its own folder, in front of that of `host`. Every
// mischief happens once, in the order of Do; requests that fit none pass.
class PostgresProxy {
 public:
  explicit PostgresProxy(std::string host);
  ~PostgresProxy();
  PostgresProxy(const PostgresProxy&) = delete;
  PostgresProxy& operator=(const PostgresProxy&) = delete;

  const std::string& host() const { return folder_.path(); }

  void Do(Mischief mischief);

  // Returns whether all that was to be done was done.
  bool Done() const;

  // Counts the connections that were taken, closed ones included.
  int connections() const { return connections_; }

  // Returns the most connections that were open at a time.
  int most_connections() const { return most_connections_; }

 private:
  void Accept();
  void Serve(int client);
  // Returns the mischief that is due for the request, and forgets it.
  bool Take(const std::string& request, Mischief* mischief);

  const TemporaryFolder folder_;
  const std::string upstream_;
  mutable std::mutex mutex_;  // Guards the next two.
  std::deque<Mischief> due_;
  std::vector<std::thread> servers_;
  std::atomic<int> connections_{0};
  std::atomic<int> open_{0};
  std::atomic<int> most_connections_{0};
  int listener_ = -1;
  int stop_[2] = {-1, -1};  // A pipe whose end wakes every thread.
  std::thread acceptor_;
};

}  // namespace tonus::storage

#endif  // TONUS_TESTS_STORAGE_POSTGRES_PROXY_H_
