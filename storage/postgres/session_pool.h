// SPDX-License-Identifier: Apache-2.0
// The connections of one store: few, shared, made when they are needed.

#ifndef TONUS_STORAGE_POSTGRES_SESSION_POOL_H_
#define TONUS_STORAGE_POSTGRES_SESSION_POOL_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "storage/postgres/session.h"

namespace tonus::storage {

// Thread-safe. The mutex is a standard one, because the thread sanitizer does
// not see those of an Abseil that was built without it.
class SessionPool {
 public:
  // The session is the holder's until this is destroyed. Then the next one gets
  // it, if it can be used again. If its connection was lost all others are
  // closed too: what happened to it did not happen to it alone.
  class Lease {
   public:
    Lease(SessionPool* pool, std::unique_ptr<Session> session,
          int64_t generation);
    ~Lease();
    Lease(Lease&& other) noexcept;
    Lease& operator=(Lease&&) = delete;

    Session& operator*() const { return *session_; }
    Session* operator->() const { return session_.get(); }

   private:
    SessionPool* pool_;
    std::unique_ptr<Session> session_;
    int64_t generation_;
  };

  // `limit` is the most sessions at a time.
  SessionPool(std::vector<HostParameters> servers, int limit);

  // Returns a session that is prepared. The servers are tried in turn, the one
  // that served last first, unless it fell silent; each gets a part of the time
  // that is left.
  std::variant<Lease, SqlError> Acquire(absl::Time deadline);

  // Closes what is idle, and what is leased once it is returned.
  void CloseAll();

  // Returns whether another server may answer when one does not.
  bool has_others() const { return servers_.size() > 1; }

  // Returns how many sessions there are, leased ones included.
  int size() const;

 private:
  void Release(std::unique_ptr<Session> session, int64_t generation);
  // Closes the sessions of `generation` and tries the next server first.
  void GiveUp(int64_t generation);
  void Forget();
  std::unique_ptr<Session> Connect(absl::Time deadline, SqlError* error);

  const std::vector<HostParameters> servers_;
  const int limit_;
  mutable std::mutex mutex_;  // Guards the rest.
  std::condition_variable released_;
  std::vector<std::unique_ptr<Session>> idle_;
  int size_ = 0;
  size_t current_ = 0;      // The server that is tried first.
  int64_t generation_ = 0;  // Counts CloseAll.
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_POSTGRES_SESSION_POOL_H_
