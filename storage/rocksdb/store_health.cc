// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/store_health.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace tonus::storage {
namespace {

Health HealthOf(SpaceRung rung) {
  switch (rung) {
    case SpaceRung::kEnough:
      return Health::kServing;
    case SpaceRung::kWarn:
      return Health::kWarning;
    default:
      return Health::kReadOnly;
  }
}

absl::string_view ReasonOf(SpaceRung rung) {
  switch (rung) {
    case SpaceRung::kEnough:
      return "the disk has space";
    case SpaceRung::kWarn:
      return "the disk is filling up";
    case SpaceRung::kReadOnly:
      return "the disk is nearly full: writes are refused";
    default:
      return "the disk is full: writes are refused, the ballast is deleted";
  }
}

}  // namespace

void StoreHealth::SetSpace(SpaceRung rung) {
  const std::lock_guard<std::mutex> lock(mutex_);
  space_ = HealthOf(rung);
  Tell(ReasonOf(rung));
}

void StoreHealth::NoteDamage(const std::string& file) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!damaged_files_.insert(file).second) return;
  told_ = Worst();
  if (listener_) {
    listener_(told_, absl::StrCat("the data is damaged: ", file,
                                  " does not hold what was written, and what "
                                  "it holds can not be read: recover, or "
                                  "restore a backup"));
  }
}

void StoreHealth::Stop(absl::string_view reason) {
  SetEngine(Health::kStopped, reason);
}

void StoreHealth::CheckMending() {
  // RocksDB tells of an error and of its recovery one after the other; only
  // what is still so at the second check stays so.
  constexpr int kChecks = 2;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (engine_ != Health::kRecovering || unmended_checks_ < 0) return;
    if (++unmended_checks_ < kChecks) return;
  }
  Stop("RocksDB does not recover from its error by itself");
}

Health StoreHealth::Now() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return Worst();
}

Health StoreHealth::Worst() const {
  const Health damage =
      damaged_files_.empty() ? Health::kServing : Health::kDamaged;
  return std::max({space_, engine_, damage});
}

void StoreHealth::OnBackgroundError(rocksdb::BackgroundErrorReason /*reason*/,
                                    rocksdb::Status* error) {
  // A soft or hard error is one that RocksDB can get over by itself.
  const bool final = error->severity() >= rocksdb::Status::kFatalError;
  SetEngine(final ? Health::kStopped : Health::kRecovering, error->ToString());
}

void StoreHealth::OnErrorRecoveryBegin(
    rocksdb::BackgroundErrorReason /*reason*/, rocksdb::Status error,
    bool* /*automatic*/) {
  error.PermitUncheckedError();
  const std::lock_guard<std::mutex> lock(mutex_);
  unmended_checks_ = -1;  // It is being mended.
}

void StoreHealth::OnErrorRecoveryEnd(
    const rocksdb::BackgroundErrorRecoveryInfo& info) {
  if (info.new_bg_error.IsShutdownInProgress()) return;
  if (info.new_bg_error.ok()) {
    SetEngine(Health::kServing, "RocksDB has recovered");
  } else {
    Stop(absl::StrCat("RocksDB did not recover: ",
                      info.new_bg_error.ToString()));
  }
}

void StoreHealth::SetEngine(Health engine, absl::string_view reason) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (engine_ == Health::kStopped) return;
  engine_ = engine;
  unmended_checks_ = 0;
  Tell(reason);
}

void StoreHealth::Tell(absl::string_view reason) {
  const Health now = Worst();
  if (now == told_) return;
  told_ = now;
  if (listener_) listener_(now, reason);
}

}  // namespace tonus::storage
