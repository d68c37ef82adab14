// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <string>

#include "absl/algorithm/container.h"
#include "services/engine/candidates.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::google::protobuf::RepeatedField;
using ::google::protobuf::RepeatedPtrField;
using ::tonus::knowledge::v1::LoadKind;
using ::tonus::knowledge::v1::ReleaseOrder;
using ::tonus::knowledge::v1::ReleasePreference;
using ::tonus::knowledge::v1::Technique;

// The techniques of a list: `purpose` is theirs, and each stands there once.
void CheckTechniques(EntryCheck& entry, absl::string_view field,
                     const RepeatedField<int>& techniques, Purpose purpose) {
  std::map<int, int> places;
  entry.Expect(!techniques.empty(), absl::StrCat(field, " is empty"));
  for (const int number : techniques) {
    const auto technique = static_cast<Technique>(number);
    const std::string& name = knowledge::v1::Technique_Name(technique);
    entry.Expect(++places[number] == 1,
                 absl::StrCat(field, " names ", name, " twice"));
    entry.Expect(
        PurposeOf(technique) == purpose,
        absl::StrCat(field, " names ", name, ", which serves another purpose"));
  }
}

void CheckReleaseOrders(CheckContext& context) {
  std::map<ReleasePreference, int> rows;
  for (int i = 0; i < context.pack.release_orders_size(); ++i) {
    const ReleaseOrder& order = context.pack.release_orders(i);
    EntryCheck entry(context, "release_orders", i);
    ReferRule(context, entry, "rule", order.rule());
    CheckTechniques(entry, "techniques", order.techniques(), Purpose::kRelease);
    CheckTechniques(entry, "post_techniques", order.post_techniques(),
                    Purpose::kRelease);
    ++rows[order.preference()];
  }
  const auto* preferences = knowledge::v1::ReleasePreference_descriptor();
  for (int i = 0; i < preferences->value_count(); ++i) {
    const auto preference =
        static_cast<ReleasePreference>(preferences->value(i)->number());
    if (preference == knowledge::v1::RELEASE_PREFERENCE_UNSPECIFIED) continue;
    if (rows[preference] == 1) continue;
    context.Complain(knowledge::v1::PACK_CHECK_ENTRY, "release_orders", "",
                     absl::StrCat("has ", rows[preference], " rows for ",
                                  preferences->value(i)->name(), ", not 1"));
  }
}

void CheckLoadOrder(EntryCheck& entry, absl::string_view field,
                    const RepeatedPtrField<LoadKind>& kinds) {
  RepeatedField<int> techniques;
  for (const LoadKind& kind : kinds) {
    techniques.Add(kind.technique());
  }
  CheckTechniques(entry, field, techniques, Purpose::kLoad);
}

}  // namespace

void CheckOrders(CheckContext& context) {
  CheckReleaseOrders(context);
  if (!context.pack.has_session()) return;
  const auto& session = context.pack.session();
  EntryCheck entry(context, "session", "");
  CheckLoadOrder(entry, "activation_order", session.activation_order());
  CheckLoadOrder(entry, "strength_order", session.strength_order());
}

}  // namespace tonus::engine
