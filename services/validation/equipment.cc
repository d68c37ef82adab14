// SPDX-License-Identifier: Apache-2.0
#include "services/validation/equipment.h"

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/validation/number.h"

namespace tonus {
namespace {

constexpr int kMaxEquipment = 50;

// Listed by a person who has not even wall, chair and step.
constexpr absl::string_view kNoEquipment = "none";

}  // namespace

void CheckEquipment(
    absl::string_view field,
    const google::protobuf::RepeatedPtrField<std::string>& equipment,
    const engine::Knowledge& knowledge, Violations* violations) {
  CheckCount(field, equipment.size(), kMaxEquipment, violations);
  if (equipment.size() > kMaxEquipment) return;
  absl::flat_hash_set<absl::string_view> seen;
  for (int i = 0; i < equipment.size(); ++i) {
    if (!seen.insert(equipment[i]).second) {
      violations->Add(absl::StrCat(field, "[", i, "]"), "is listed twice");
      continue;
    }
    if (equipment[i] == kNoEquipment ||
        knowledge.FindEquipment(equipment[i]) != nullptr) {
      continue;
    }
    violations->Add(absl::StrCat(field, "[", i, "]"),
                    "is not equipment of the pack; GetPack lists it");
  }
}

}  // namespace tonus
