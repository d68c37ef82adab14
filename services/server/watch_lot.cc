// SPDX-License-Identifier: Apache-2.0
#include "services/server/watch_lot.h"

#include <vector>

#include "absl/hash/hash.h"
#include "storage/steady_now.h"

namespace tonus {

WatchLot::WatchLot() : thread_([this] { Run(); }) {}

WatchLot::~WatchLot() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    earlier_.notify_one();
  }
  thread_.join();
}

uint64_t WatchLot::Now() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return changes_;
}

uint64_t& WatchLot::LastChange(absl::string_view topic) {
  return last_changes_[absl::HashOf(topic) % last_changes_.size()];
}

int64_t WatchLot::Park(absl::string_view topic, uint64_t since, absl::Time due,
                       std::function<void()> wake) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (LastChange(topic) > since) return 0;
  const int64_t ticket = ++last_ticket_;
  parked_.emplace(ticket, Parked{std::string(topic), due, std::move(wake)});
  topics_.emplace(std::string(topic), ticket);
  due_.emplace(std::pair(due, ticket), ticket);
  if (due_.begin()->second == ticket) earlier_.notify_one();
  return ticket;
}

bool WatchLot::Unpark(int64_t ticket) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!parked_.contains(ticket)) return false;
  Take(ticket);
  return true;
}

WatchLot::Parked WatchLot::Take(int64_t ticket) {
  const auto entry = parked_.find(ticket);
  Parked parked = std::move(entry->second);
  parked_.erase(entry);
  due_.erase(std::pair(parked.due, ticket));
  auto [topic, end] = topics_.equal_range(parked.topic);
  while (topic != end && topic->second != ticket) ++topic;
  if (topic != end) topics_.erase(topic);
  return parked;
}

void WatchLot::Notify(absl::string_view topic) {
  std::vector<std::function<void()>> wakes;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    LastChange(topic) = ++changes_;
    const auto [first, last] = topics_.equal_range(std::string(topic));
    std::vector<int64_t> tickets;
    for (auto entry = first; entry != last; ++entry) {
      tickets.push_back(entry->second);
    }
    for (const int64_t ticket : tickets) {
      wakes.push_back(std::move(Take(ticket).wake));
    }
  }
  for (const auto& wake : wakes) wake();
}

int WatchLot::size() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return static_cast<int>(parked_.size());
}

void WatchLot::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    if (due_.empty()) {
      earlier_.wait(lock);
      continue;
    }
    const auto [due, ticket] = due_.begin()->first;
    if (due > storage::SteadyNow()) {
      earlier_.wait_until(lock, storage::ToSteadyClock(due));
      continue;
    }
    const std::function<void()> wake = std::move(Take(ticket).wake);
    lock.unlock();
    wake();
    lock.lock();
  }
}

}  // namespace tonus
