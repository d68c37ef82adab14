// SPDX-License-Identifier: Apache-2.0
// The health of a store, from what the disk and RocksDB tell.

#ifndef TONUS_STORAGE_ROCKSDB_STORE_HEALTH_H_
#define TONUS_STORAGE_ROCKSDB_STORE_HEALTH_H_

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "rocksdb/listener.h"
#include "storage/health.h"
#include "storage/rocksdb/free_space.h"

namespace tonus::storage {

// Thread-safe. Tells the listener of each change. Given to RocksDB, it hears of
// the errors of its flushes and compactions.
class StoreHealth : public rocksdb::EventListener {
 public:
  // `listener` may be empty.
  explicit StoreHealth(HealthListener listener)
      : listener_(std::move(listener)) {}

  void SetSpace(SpaceRung rung);

  // A file is damaged. Told once of each, and true until the store is opened
  // again.
  void NoteDamage(const std::string& file);

  // From here on only opening the store again helps.
  void Stop(absl::string_view reason);

  // Called now and then: stops if RocksDB has an error that it does not mend.
  void CheckMending();

  // The worse of what disk and engine tell.
  Health Now() const;

  void OnBackgroundError(rocksdb::BackgroundErrorReason reason,
                         rocksdb::Status* error) override;
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason reason,
                            rocksdb::Status error, bool* automatic) override;
  void OnErrorRecoveryEnd(
      const rocksdb::BackgroundErrorRecoveryInfo& info) override;
  const char* Name() const override { return "StoreHealth"; }

 private:
  void SetEngine(Health engine, absl::string_view reason);
  // Need `mutex_`.
  Health Worst() const;
  void Tell(absl::string_view reason);

  const HealthListener listener_;
  mutable std::mutex mutex_;  // Guards the rest; held while the listener is
                              // told, so that it hears in order.
  Health space_ = Health::kServing;
  std::set<std::string> damaged_files_;
  Health engine_ = Health::kServing;
  Health told_ = Health::kServing;
  int unmended_checks_ = 0;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_STORE_HEALTH_H_
