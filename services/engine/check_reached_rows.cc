// SPDX-License-Identifier: Apache-2.0
// Whether every finding reaches a row that decides about it, and every row is
// reached by some finding: by walking through all combinations of the traits
// that the rows of a status ask for.
#include <cstdint>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::google::protobuf::RepeatedPtrField;
using ::tonus::knowledge::v1::DecisionRule;
using ::tonus::knowledge::v1::FindingTrait;
using ::tonus::knowledge::v1::ReleaseBarrier;
using ::tonus::knowledge::v1::Status;

// Enough for the rows of one status, and few enough to try them all.
constexpr int kMostTraits = 12;

// A set of traits by their positions in a list.
using Traits = uint32_t;

struct Row {
  const DecisionRule* rule;
  Traits with = 0;
  Traits without = 0;
  bool reached = false;
};

// The rows of one status and the traits that they ask for.
class StatusRows {
 public:
  StatusRows(const knowledge::v1::Pack& pack, Status status);

  int traits() const { return static_cast<int>(traits_.size()); }

  // Tries every combination. Returns whether each reached a row.
  bool Walk();

  // To be called after `Walk`.
  const std::vector<Row>& rows() const { return rows_; }

 private:
  Traits SetOf(const RepeatedPtrField<FindingTrait>& traits);
  // The traits of one kind.
  Traits OfKind(FindingTrait::KindCase kind) const;
  bool MayBe(Traits combination) const;
  bool Reaches(Traits combination);

  const knowledge::v1::Pack& pack_;
  // Serialized, so that they compare.
  std::vector<std::string> traits_;
  std::vector<FindingTrait::KindCase> kinds_;
  std::vector<Row> rows_;
  // Traits that are barriers by themselves.
  Traits barriers_ = 0;
};

StatusRows::StatusRows(const knowledge::v1::Pack& pack, Status status)
    : pack_(pack) {
  for (const DecisionRule& rule : pack_.decision_rules()) {
    if (!absl::c_linear_search(rule.statuses(), status)) continue;
    Row row;
    row.rule = &rule;
    row.with = SetOf(rule.with());
    row.without = SetOf(rule.without());
    rows_.push_back(row);
  }
  for (const ReleaseBarrier& barrier : pack_.release_barriers()) {
    const auto known =
        absl::c_find(traits_, barrier.trait().SerializeAsString());
    if (known == traits_.end() || traits() > kMostTraits) continue;
    barriers_ |= Traits{1} << (known - traits_.begin());
  }
}

Traits StatusRows::SetOf(const RepeatedPtrField<FindingTrait>& traits) {
  Traits set = 0;
  for (const FindingTrait& trait : traits) {
    const std::string key = trait.SerializeAsString();
    auto known = absl::c_find(traits_, key);
    if (known == traits_.end()) {
      kinds_.push_back(trait.kind_case());
      known = traits_.insert(traits_.end(), key);
    }
    const auto position = known - traits_.begin();
    if (position < kMostTraits) set |= Traits{1} << position;
  }
  return set;
}

Traits StatusRows::OfKind(FindingTrait::KindCase kind) const {
  Traits set = 0;
  for (int i = 0; i < traits(); ++i) {
    if (kinds_[i] == kind) set |= Traits{1} << i;
  }
  return set;
}

bool IsOneAtMost(Traits set) { return (set & (set - 1)) == 0; }

// Whether a finding may have exactly these of the traits.
bool StatusRows::MayBe(Traits combination) const {
  const Traits qualified = OfKind(FindingTrait::kQualified);
  const Traits barred = OfKind(FindingTrait::kReleaseBarrier);
  const bool has_qualifier =
      (combination & OfKind(FindingTrait::kQualifier)) != 0;
  const bool has_barrier = (combination & barriers_) != 0;
  return IsOneAtMost(combination & OfKind(FindingTrait::kReleasePreference)) &&
         IsOneAtMost(combination & OfKind(FindingTrait::kTargetKind)) &&
         (!has_qualifier || (combination & qualified) == qualified) &&
         (!has_barrier || (combination & barred) == barred);
}

bool StatusRows::Reaches(Traits combination) {
  bool reached = false;
  for (Row& row : rows_) {
    if ((combination & row.with) != row.with ||
        (combination & row.without) != 0) {
      continue;
    }
    row.reached = true;
    reached = true;
    if (!row.rule->goes_on()) break;
  }
  return reached;
}

bool StatusRows::Walk() {
  bool all = true;
  for (Traits combination = 0; combination < Traits{1} << traits();
       ++combination) {
    if (MayBe(combination)) all = Reaches(combination) && all;
  }
  return all;
}

void CheckStatus(CheckContext& context, Status status) {
  const std::string& name = knowledge::v1::Status_Name(status);
  StatusRows rows(context.pack, status);
  if (rows.traits() > kMostTraits) {
    context.Complain(knowledge::v1::PACK_CHECK_ENTRY, "decision_rules", "",
                     absl::StrCat("asks for ", rows.traits(), " traits of ",
                                  name, ", more than ", kMostTraits));
    return;
  }
  if (!rows.Walk()) {
    context.Complain(
        knowledge::v1::PACK_CHECK_COVERAGE, "decision_rules", "",
        absl::StrCat("has no row for some findings that are ", name));
  }
  for (const Row& row : rows.rows()) {
    if (row.reached) continue;
    context.Complain(knowledge::v1::PACK_CHECK_SHADOWED, "decision_rules",
                     row.rule->id(),
                     absl::StrCat("is reached by no finding that is ", name));
  }
}

}  // namespace

void CheckReachedRows(CheckContext& context) {
  const auto* statuses = knowledge::v1::Status_descriptor();
  for (int i = 0; i < statuses->value_count(); ++i) {
    const auto status = static_cast<Status>(statuses->value(i)->number());
    if (status != knowledge::v1::STATUS_UNSPECIFIED) {
      CheckStatus(context, status);
    }
  }
}

}  // namespace tonus::engine
