// SPDX-License-Identifier: Apache-2.0
// Whether there is a reason for everything that is not done, and whether none
// of them speaks about what is unknown as if it were known.
#include <string>

#include "absl/algorithm/container.h"
#include "absl/container/btree_set.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::tonus::knowledge::v1::Omission;
using ::tonus::knowledge::v1::TargetKind;

using Actions = absl::btree_set<int>;

constexpr char kTable[] = "omissions";

bool Includes(const Actions& covered, const Omission& row) {
  return absl::c_all_of(row.actions(),
                        [&](int action) { return covered.contains(action); });
}

bool IsAboutUnknowns(const Omission& row) {
  return row.statuses_size() == 1 &&
         row.statuses(0) == knowledge::v1::STATUS_UNKNOWN;
}

bool MayMeetUnknowns(const Omission& row) {
  return row.statuses().empty() ||
         absl::c_linear_search(row.statuses(), knowledge::v1::STATUS_UNKNOWN);
}

void CheckRow(CheckContext& context, EntryCheck& entry, const Omission& row) {
  entry.Expect(!row.considered().empty(), "considered is empty");
  entry.Expect(!row.actions().empty(), "actions is empty");
  CheckTraits(entry, "with", row.with());
  if (!row.rule().empty()) {
    ReferRule(context, entry, "rule", row.rule());
    entry.Expect(!row.reason().empty(), "reason is empty");
    return;
  }
  entry.Expect(row.reason().empty() && IsAboutUnknowns(row),
               "rule is empty, but the row is not about STATUS_UNKNOWN alone");
}

// Walks through the rows for one kind of target.
class KindCheck {
 public:
  KindCheck(CheckContext& context, TargetKind kind)
      : context_(context), kind_(kind) {}

  void Run();

 private:
  void Read(const Omission& row);

  CheckContext& context_;
  const TargetKind kind_;
  // What some row rejects, what a row rejects of every finding, and what one
  // rejects of every unknown finding.
  Actions considered_;
  Actions always_;
  Actions unknown_;
};

void KindCheck::Read(const Omission& row) {
  EntryCheck entry(context_, kTable, row.id());
  CheckRow(context_, entry, row);
  if (!row.actions().empty() && Includes(always_, row)) {
    entry.Complain(knowledge::v1::PACK_CHECK_SHADOWED,
                   "is never reached: the rows above it reject the same");
  }
  entry.Expect(
      row.rule().empty() || !MayMeetUnknowns(row) || Includes(unknown_, row),
      "speaks about what is unknown as if it were known");
  considered_.insert(row.actions().begin(), row.actions().end());
  if (!row.with().empty()) return;
  if (MayMeetUnknowns(row)) {
    unknown_.insert(row.actions().begin(), row.actions().end());
  }
  if (row.statuses().empty()) {
    always_.insert(row.actions().begin(), row.actions().end());
  }
}

void KindCheck::Run() {
  for (const Omission& row : context_.pack.omissions()) {
    if (row.target_kind() == kind_) Read(row);
  }
  const std::string& name = knowledge::v1::TargetKind_Name(kind_);
  if (considered_.empty()) {
    context_.Complain(knowledge::v1::PACK_CHECK_COVERAGE, kTable, "",
                      absl::StrCat("has no row for ", name));
  }
  for (const int action : considered_) {
    if (always_.contains(action)) continue;
    context_.Complain(
        knowledge::v1::PACK_CHECK_COVERAGE, kTable, "",
        absl::StrCat("has no row for ",
                     knowledge::v1::Action_Name(
                         static_cast<knowledge::v1::Action>(action)),
                     " of every ", name));
  }
}

}  // namespace

void CheckOmissions(CheckContext& context) {
  for (const TargetKind kind :
       {knowledge::v1::TARGET_KIND_MUSCLE, knowledge::v1::TARGET_KIND_STRUCTURE,
        knowledge::v1::TARGET_KIND_NERVE}) {
    KindCheck(context, kind).Run();
  }
}

}  // namespace tonus::engine
