// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/session_pool.h"

#include <algorithm>
#include <utility>

#include "storage/steady_now.h"

namespace tonus::storage {
namespace {

// What a server gets to take a connection and to commit on it, when there are
// others.
constexpr absl::Duration kConnectTime = absl::Seconds(3);

}  // namespace

SessionPool::Lease::Lease(SessionPool* pool, std::unique_ptr<Session> session,
                          int64_t generation)
    : pool_(pool), session_(std::move(session)), generation_(generation) {}

SessionPool::Lease::Lease(Lease&& other) noexcept = default;

SessionPool::Lease::~Lease() {
  if (session_ != nullptr) pool_->Release(std::move(session_), generation_);
}

SessionPool::SessionPool(std::vector<HostParameters> servers, int limit)
    : servers_(std::move(servers)), limit_(limit) {}

std::variant<SessionPool::Lease, SqlError> SessionPool::Acquire(
    absl::Time deadline) {
  int64_t generation = 0;
  {
    std::unique_lock<std::mutex> lock(mutex_);
    const auto available = [this] { return !idle_.empty() || size_ < limit_; };
    if (!released_.wait_until(lock, ToSteadyClock(deadline), available)) {
      SqlError error;
      error.timed_out = true;
      error.detail = "all connections are in use";
      return error;
    }
    generation = generation_;
    if (!idle_.empty()) {
      std::unique_ptr<Session> session = std::move(idle_.back());
      idle_.pop_back();
      return Lease(this, std::move(session), generation);
    }
    ++size_;
  }
  SqlError error;
  std::unique_ptr<Session> session = Connect(deadline, &error);
  if (session != nullptr) return Lease(this, std::move(session), generation);
  Forget();
  return error;
}

std::unique_ptr<Session> SessionPool::Connect(absl::Time deadline,
                                              SqlError* error) {
  size_t first = 0;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    first = current_;
  }
  for (size_t i = 0; i < servers_.size(); ++i) {
    const size_t server = (first + i) % servers_.size();
    const auto left = static_cast<int64_t>(servers_.size() - i);
    const absl::Duration part = (deadline - SteadyNow()) / left;
    const absl::Time until = servers_.size() == 1
                                 ? deadline
                                 : SteadyNow() + std::min(part, kConnectTime);
    std::unique_ptr<Session> session =
        Session::Connect(servers_[server], until, error);
    if (session == nullptr) continue;
    if (const std::optional<SqlError> failed = session->Prepare(until)) {
      *error = *failed;
      continue;
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    current_ = server;
    return session;
  }
  return nullptr;
}

void SessionPool::CloseAll() {
  std::vector<std::unique_ptr<Session>> closed;  // Destroyed after the lock.
  const std::lock_guard<std::mutex> lock(mutex_);
  ++generation_;
  size_ -= static_cast<int>(idle_.size());
  closed.swap(idle_);
  released_.notify_all();
}

void SessionPool::GiveUp(int64_t generation) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (generation != generation_) return;  // Somebody did.
    current_ = (current_ + 1) % servers_.size();
  }
  CloseAll();
}

int SessionPool::size() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return size_;
}

void SessionPool::Release(std::unique_ptr<Session> session,
                          int64_t generation) {
  if (session->lost()) GiveUp(generation);
  if (session->reusable()) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (generation == generation_) {
      idle_.push_back(std::move(session));
      released_.notify_one();
      return;
    }
  }
  session.reset();
  Forget();
}

void SessionPool::Forget() {
  const std::lock_guard<std::mutex> lock(mutex_);
  --size_;
  released_.notify_one();
}

}  // namespace tonus::storage
