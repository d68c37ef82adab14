// SPDX-License-Identifier: Apache-2.0
// Packs that come with a request.

#ifndef TONUS_SERVICES_KNOWLEDGE_PACK_SOURCES_H_
#define TONUS_SERVICES_KNOWLEDGE_PACK_SOURCES_H_

#include <cstddef>
#include <list>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/call.h"
#include "services/error.h"
#include "services/patient/packs.h"
#include "tonus/knowledge/v1/complaint.pb.h"
#include "tonus/v1/pack_source.pb.h"
#include "tonus/v1/pack_vector.pb.h"

namespace tonus {

// Adds violations when there are too many files, or a name is wrong. `field`
// names the message, for example `pack.files`.
void CheckPackFiles(absl::string_view field, const v1::PackFiles& files,
                    Violations* violations);

// The same for the cases of a release.
void CheckPackRelease(absl::string_view field, const v1::PackRelease& release,
                      Violations* violations);

// The same for either, and unless a form is given.
void CheckPackSource(absl::string_view field, const v1::PackSource& source,
                     Violations* violations);

// The files in the order of their names, in which parts of a pack are merged.
v1::PackFiles InOrder(v1::PackFiles files);

// INVALID_ARGUMENT with reason INVALID_PACK and a violation for each complaint.
absl::Status InvalidPack(
    const google::protobuf::RepeatedPtrField<knowledge::v1::Complaint>&
        complaints);

// Opens packs that were given, of which nothing is stored. Thread-safe.
class PackSources {
 public:
  // How many given packs are held ready: a stream opens its pack for each part.
  static constexpr size_t kMaxHeld = 4;

  // `packs` outlives this.
  explicit PackSources(Packs* packs) : packs_(*packs) {}

  // Returns the pack of `source`, which was checked, after its entries and the
  // cases that it comes with were checked, which takes milliseconds.
  //   INVALID_ARGUMENT  something is wrong with it, see InvalidPack.
  //   NOT_FOUND         the tenant of the call has no pack with that hash.
  // Besides, errors as of Packs::Find.
  absl::StatusOr<SharedPack> Open(const Call& call,
                                  const v1::PackSource& source);

 private:
  struct Held {
    std::string digest;  // Of the source.
    SharedPack pack;
  };

  Packs& packs_;
  std::mutex mutex_;
  std::list<Held> held_;  // The last opened first. Guarded by mutex_.
};

}  // namespace tonus

#endif  // TONUS_SERVICES_KNOWLEDGE_PACK_SOURCES_H_
