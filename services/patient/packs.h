// SPDX-License-Identifier: Apache-2.0
// Which pack decides about whom.
//
// A routine keeps the pack it was made with: whatever the server was built or
// started with since, and whatever the tenant has activated since, its patient
// is judged with that pack until the routine is migrated. So a tenant's store
// keeps every pack that its routines use.

#ifndef TONUS_SERVICES_PATIENT_PACKS_H_
#define TONUS_SERVICES_PATIENT_PACKS_H_

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "services/patient/sealed_storage.h"
#include "storage/storage.h"
#include "tonus/storage/v1/active_pack.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// A pack for as long as somebody decides with it.
using SharedPack = std::shared_ptr<const engine::Knowledge>;

// Which pack a tenant made its active one, as it is stored.
struct StoredActivePack {
  storage::v1::ActivePack active;      // Empty when there is none.
  int64_t version = storage::kAbsent;  // Of the record.
};

// Returns the etag of an activation; of an empty one where there is none yet.
std::string EtagOf(const storage::v1::RecordedActivation& recorded);

// Thread-safe. Besides the errors listed, every method returns those of
// storage.
class Packs {
 public:
  // How many packs beside the server's own are held ready.
  static constexpr size_t kMaxHeld = 16;

  // `storage` and `own`, the pack of this server, outlive this.
  Packs(SealedStorage* storage, const engine::Knowledge* own)
      : storage_(storage), own_(std::shared_ptr<void>(), own) {}

  const SharedPack& own() const { return own_; }

  // Returns the pack that decides about the patient with that current routine,
  // which is empty when there is none: the pack of the routine, else the active
  // one of the tenant.
  //   FAILED_PRECONDITION  this server can not use that pack; the reason is
  //                        PACK_UNUSABLE.
  //   DATA_LOSS            it is not stored, or was altered.
  absl::StatusOr<SharedPack> OfRoutine(absl::string_view tenant,
                                       const v1::Routine& routine,
                                       absl::Time deadline);

  // Returns the pack that the tenant made its active one, else the server's
  // own. Errors as of OfRoutine.
  absl::StatusOr<SharedPack> Active(absl::string_view tenant,
                                    absl::Time deadline);

  // The same of what was read.
  absl::StatusOr<SharedPack> ActiveOf(absl::string_view tenant,
                                      const storage::v1::ActivePack& active,
                                      absl::Time deadline);

  // Returns the server's own pack, or the tenant's one with that hash.
  //   NOT_FOUND  the tenant has none.
  // Besides, errors as of OfRoutine.
  absl::StatusOr<SharedPack> Find(absl::string_view tenant,
                                  absl::string_view hash, absl::Time deadline);

  // Stores `pack` for the tenant unless it is there. Called before the commit
  // of a routine or an activation, so none ever names one that is not stored.
  //   INVALID_ARGUMENT  it is too large to be stored; the reason is
  //                     PACK_TOO_LARGE.
  absl::Status EnsureStored(absl::string_view tenant,
                            const engine::Knowledge& pack, absl::Time deadline);

  // Returns what the tenant has activated.
  absl::StatusOr<StoredActivePack> ReadActive(absl::string_view tenant,
                                              absl::Time deadline) const;

  // Replaces the version of it that was read.
  //   ABORTED  there is another version now.
  absl::Status WriteActive(absl::string_view tenant,
                           const storage::v1::ActivePack& active,
                           int64_t version, absl::Time deadline);

 private:
  // Returns the pack if it is held ready and known to be stored for the tenant.
  SharedPack FindHeld(const std::string& key, absl::string_view hash);

  // Holds `pack` ready, and remembers that it is stored at `key`. Returns the
  // one that was held first.
  SharedPack Hold(const std::string& key, SharedPack pack);

  SealedStorage* const storage_;
  const SharedPack own_;
  std::mutex mutex_;
  std::list<SharedPack> held_;               // The last used first.
  absl::flat_hash_set<std::string> stored_;  // Keys of packs known to be there.
};

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_PACKS_H_
