// SPDX-License-Identifier: Apache-2.0
// What the checks of a pack share: its tables by id, and the complaints.

#ifndef TONUS_SERVICES_ENGINE_CHECK_CONTEXT_H_
#define TONUS_SERVICES_ENGINE_CHECK_CONTEXT_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/engine/by_id.h"
#include "services/engine/complaint.h"
#include "tonus/knowledge/v1/pack.pb.h"

namespace tonus::engine {

// A table of the pack with the name of its field.
template <typename Entry>
struct Table {
  absl::string_view name;
  ById<Entry> by_id;
};

// One check of one pack, which must outlive it.
class CheckContext {
 public:
  explicit CheckContext(const knowledge::v1::Pack& checked);

  void Complain(knowledge::v1::PackCheck check, absl::string_view table,
                absl::string_view id, absl::string_view what);
  Complaints TakeComplaints() { return std::move(complaints_); }

  const knowledge::v1::Pack& pack;
  const Table<knowledge::v1::Muscle> muscles;
  const Table<knowledge::v1::SyndromeSet> syndrome_sets;
  const Table<knowledge::v1::Syndrome> syndromes;
  const Table<knowledge::v1::Test> tests;
  const Table<knowledge::v1::RetestSet> retest_sets;
  const Table<knowledge::v1::Measure> measures;
  const Table<knowledge::v1::RedFlag> red_flags;
  const Table<knowledge::v1::HealthCondition> conditions;
  const Table<knowledge::v1::Tag> tags;
  const Table<knowledge::v1::Exercise> exercises;
  const Table<knowledge::v1::Equipment> equipment;
  const Table<knowledge::v1::EquipmentSet> equipment_sets;
  const Table<knowledge::v1::Rule> rules;
  const Table<knowledge::v1::CitedRule> cited_rules;
  const Table<knowledge::v1::Article> articles;

 private:
  Complaints complaints_;
};

// Complains about one entry of a table.
class EntryCheck {
 public:
  EntryCheck(CheckContext& context, absl::string_view table,
             absl::string_view id,
             knowledge::v1::PackCheck check = knowledge::v1::PACK_CHECK_ENTRY)
      : context_(context), table_(table), id_(id), check_(check) {}

  // For an entry without id: its position, from 0.
  EntryCheck(CheckContext& context, absl::string_view table, int position)
      : EntryCheck(context, table, absl::StrCat("#", position + 1)) {}

  void Complain(absl::string_view what) { Complain(check_, what); }
  void Complain(knowledge::v1::PackCheck check, absl::string_view what) {
    context_.Complain(check, table_, id_, what);
  }

  // Complains with `what` unless `holds`.
  void Expect(bool holds, absl::string_view what) {
    if (!holds) Complain(what);
  }

  // Complains unless `value` lies in [low, high].
  void ExpectWithin(absl::string_view field, double value, double low,
                    double high);

  // Complains unless `value` lies in (0, 1].
  void ExpectShare(absl::string_view field, double value);

  // Complains unless `value` is above 0.
  void ExpectPositive(absl::string_view field, double value);

  // Complains unless `low` is positive and `high` is not below it.
  void ExpectRange(absl::string_view field, const knowledge::v1::Range& range);

  // Returns the entry that `field` names, or nullptr after complaining.
  template <typename Entry>
  const Entry* Refer(absl::string_view field, const Table<Entry>& table,
                     absl::string_view id) {
    const Entry* entry = Find(table.by_id, id);
    if (entry == nullptr) {
      Complain(knowledge::v1::PACK_CHECK_REFERENCE,
               absl::StrCat(field, " names `", id, "`, which is not in ",
                            table.name));
    }
    return entry;
  }

  template <typename Entry, typename Ids>
  void ReferAll(absl::string_view field, const Table<Entry>& table,
                const Ids& ids) {
    for (const auto& id : ids) Refer(field, table, id);
  }

 private:
  CheckContext& context_;
  const std::string table_;
  const std::string id_;
  const knowledge::v1::PackCheck check_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CHECK_CONTEXT_H_
