// SPDX-License-Identifier: Apache-2.0
// Whether every table has an entry: one that is left out as a whole breaks no
// reference, and the engine would do without it in silence.
#include "absl/container/flat_hash_set.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

// Exceptions, remarks, and tables that another check asks for.
bool MayBeEmpty(absl::string_view table) {
  static const auto* const tables = new absl::flat_hash_set<absl::string_view>(
      {"accepted_complaints", "equipment_sets", "notes", "policy_switches",
       "release_orders", "short_formats", "technique_tempos",
       "uncovered_verdicts"});
  return tables->contains(table);
}

}  // namespace

void CheckPresence(CheckContext& context) {
  const auto* type = knowledge::v1::Pack::GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const auto& table = *type->field(i);
    if (!table.is_repeated() || MayBeEmpty(table.name())) continue;
    if (knowledge::v1::Pack::GetReflection()->FieldSize(context.pack, &table) >
        0) {
      continue;
    }
    context.Complain(knowledge::v1::PACK_CHECK_ENTRY, table.name(), "",
                     "has no entry, but needs at least one");
  }
}

}  // namespace tonus::engine
