// SPDX-License-Identifier: Apache-2.0
// What tenants choose where the pack leaves a choice.

#ifndef TONUS_SERVICES_PATIENT_TENANT_POLICIES_H_
#define TONUS_SERVICES_PATIENT_TENANT_POLICIES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/engine/knowledge.h"
#include "tonus/server/v1/config.pb.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/override.pb.h"

namespace tonus {

// Immutable and thread-safe.
class TenantPolicies {
 public:
  // Nobody chooses anything.
  TenantPolicies() = default;

  // Returns the choices of `rows`.
  //   FAILED_PRECONDITION  a row names no tenant, no switch of the pack, no
  //                        choice of it, or chooses twice for one tenant.
  static absl::StatusOr<TenantPolicies> Create(
      const google::protobuf::RepeatedPtrField<server::v1::TenantPolicy>& rows,
      const engine::Knowledge& knowledge);

  // Returns what `tenant` chooses and `knowledge` does not know, as
  // `policy=choice`. Where such a pack decides all the same, it counts for
  // nothing.
  std::vector<std::string> UnknownTo(const engine::Knowledge& knowledge,
                                     absl::string_view tenant) const;

  // Tells the engine what `tenant` chooses, in the place of what was told.
  void Fill(absl::string_view tenant, storage::v1::PatientFacts* facts) const;

 private:
  std::map<std::string, std::vector<v1::PolicyChoice>, std::less<>> choices_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_TENANT_POLICIES_H_
