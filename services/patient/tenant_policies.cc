// SPDX-License-Identifier: Apache-2.0
#include "services/patient/tenant_policies.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/policy.h"
#include "services/keys.h"

namespace tonus {
namespace {

absl::Status Wrong(int row, absl::string_view what) {
  return absl::FailedPreconditionError(
      absl::StrCat("tenant_policies[", row, "]", what));
}

}  // namespace

absl::StatusOr<TenantPolicies> TenantPolicies::Create(
    const google::protobuf::RepeatedPtrField<server::v1::TenantPolicy>& rows,
    const engine::Knowledge& knowledge) {
  TenantPolicies policies;
  for (int i = 0; i < rows.size(); ++i) {
    const server::v1::TenantPolicy& row = rows.Get(i);
    if (!keys::IsTenant(row.tenant())) {
      return Wrong(i, ".tenant is not [a-z0-9-]{1,63}");
    }
    const auto* policy = engine::FindPolicy(knowledge, row.policy());
    if (policy == nullptr) {
      return Wrong(i, ".policy is no policy switch of the pack");
    }
    if (engine::FindChoice(*policy, row.choice()) == nullptr) {
      return Wrong(i, ".choice is no choice of this switch");
    }
    std::vector<v1::PolicyChoice>& choices = policies.choices_[row.tenant()];
    if (absl::c_any_of(choices, [&](const v1::PolicyChoice& choice) {
          return choice.policy() == row.policy();
        })) {
      return Wrong(i, " chooses for this switch again");
    }
    v1::PolicyChoice& choice = choices.emplace_back();
    choice.set_policy(row.policy());
    choice.set_choice(row.choice());
  }
  return policies;
}

std::vector<std::string> TenantPolicies::UnknownTo(
    const engine::Knowledge& knowledge, absl::string_view tenant) const {
  std::vector<std::string> unknown;
  const auto choices = choices_.find(tenant);
  if (choices == choices_.end()) return unknown;
  for (const v1::PolicyChoice& row : choices->second) {
    const auto* policy = engine::FindPolicy(knowledge, row.policy());
    if (policy != nullptr &&
        engine::FindChoice(*policy, row.choice()) != nullptr) {
      continue;
    }
    unknown.push_back(absl::StrCat(row.policy(), "=", row.choice()));
  }
  return unknown;
}

void TenantPolicies::Fill(absl::string_view tenant,
                          storage::v1::PatientFacts* facts) const {
  facts->clear_tenant_policies();
  const auto choices = choices_.find(tenant);
  if (choices == choices_.end()) return;
  facts->mutable_tenant_policies()->Assign(choices->second.begin(),
                                           choices->second.end());
}

}  // namespace tonus
