// SPDX-License-Identifier: Apache-2.0
// Keeps every pack that a routine of a tenant was made with.

#ifndef TONUS_SERVICES_PATIENT_PACK_STORE_H_
#define TONUS_SERVICES_PATIENT_PACK_STORE_H_

#include <mutex>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "services/patient/sealed_storage.h"

namespace tonus {

// Thread-safe.
class PackStore {
 public:
  // Both outlive this.
  PackStore(SealedStorage* storage, const engine::Knowledge* knowledge)
      : storage_(storage), knowledge_(knowledge) {}

  // Stores the pack for `tenant` unless it is there. Called before the commit
  // of a routine, so no routine ever names a pack that is not stored. Errors of
  // storage.
  absl::Status EnsureStored(const std::string& tenant, absl::Time deadline);

 private:
  SealedStorage* const storage_;
  const engine::Knowledge* const knowledge_;
  std::mutex mutex_;
  absl::flat_hash_set<std::string> tenants_;  // Done. Guarded by mutex_.
};

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_PACK_STORE_H_
