// SPDX-License-Identifier: Apache-2.0
#include "services/server/store_watch.h"

#include "services/server/log.h"

namespace tonus {
namespace {

using storage::Health;

absl::string_view NameOf(Health health) {
  switch (health) {
    case Health::kServing:
      return "serving";
    case Health::kWarning:
      return "warning";
    case Health::kDamaged:
      return "damaged";
    case Health::kReadOnly:
      return "read_only";
    case Health::kRecovering:
      return "recovering";
    case Health::kStopped:
      return "stopped";
  }
  return "?";
}

server::v1::LogLevel LevelOf(Health health) {
  if (health == Health::kServing) return server::v1::LOG_LEVEL_INFO;
  return health == Health::kWarning || health == Health::kReadOnly
             ? server::v1::LOG_LEVEL_WARNING
             : server::v1::LOG_LEVEL_ERROR;
}

void Tell(Health health, GrpcServer* server) {
  server->SetServing(/*reads=*/health < Health::kRecovering,
                     /*writes=*/health < Health::kReadOnly);
}

}  // namespace

storage::HealthListener StoreWatch::Listener() {
  return
      [this](Health health, absl::string_view reason) { Hear(health, reason); };
}

void StoreWatch::Attach(GrpcServer* server) {
  const std::lock_guard<std::mutex> lock(mutex_);
  server_ = server;
  closing_ = server == nullptr;
  if (server != nullptr) Tell(health_, server);
}

bool StoreWatch::stopped() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return health_ == Health::kStopped;
}

void StoreWatch::Hear(Health health, absl::string_view reason) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (closing_) return;
    health_ = health;
    if (server_ != nullptr) Tell(health, server_);
  }
  Log(LevelOf(health), "store",
      {{"health", NameOf(health)}, {"reason", reason}});
  if (health == Health::kStopped && on_stop_) on_stop_();
}

}  // namespace tonus
