// SPDX-License-Identifier: Apache-2.0
// Lets health and log follow the store.

#ifndef TONUS_SERVICES_SERVER_STORE_WATCH_H_
#define TONUS_SERVICES_SERVER_STORE_WATCH_H_

#include <functional>
#include <mutex>

#include "absl/strings/string_view.h"
#include "services/server/grpc_server.h"
#include "storage/health.h"

namespace tonus {

// Thread-safe. Must outlive the store that it listens to.
class StoreWatch {
 public:
  // `on_stop` is called, by a thread of the store, when only a restart helps.
  explicit StoreWatch(std::function<void()> on_stop)
      : on_stop_(std::move(on_stop)) {}

  // For the store.
  storage::HealthListener Listener();

  // Tells the health of this server from now on; nullptr: of none any more,
  // and what the store tells while it closes counts for nothing.
  void Attach(GrpcServer* server);

  // Whether the store has stopped and only a restart helps.
  bool stopped() const;

 private:
  void Hear(storage::Health health, absl::string_view reason);

  const std::function<void()> on_stop_;
  mutable std::mutex mutex_;  // Guards the rest.
  storage::Health health_ = storage::Health::kServing;
  GrpcServer* server_ = nullptr;
  bool closing_ = false;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_STORE_WATCH_H_
