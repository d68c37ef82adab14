// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/check_tables.h"
#include "services/engine/decision_wording.h"
#include "services/engine/placeholder.h"

namespace tonus::engine {
namespace {

using ::google::protobuf::RepeatedPtrField;
using ::tonus::knowledge::v1::DecisionRejection;
using ::tonus::knowledge::v1::DecisionRule;
using ::tonus::knowledge::v1::FindingTrait;
using ::tonus::knowledge::v1::ReleaseBarrier;

// Names in reasons that need something beside the finding.
constexpr char kPartner[] = "partner";
constexpr char kPartnerVerdict[] = "partner_verdict";
constexpr char kBarrier[] = "barrier";
constexpr char kUnknown[] = "unknown";
constexpr char kOtherSide[] = "other_side";

bool Has(const RepeatedPtrField<FindingTrait>& traits,
         FindingTrait::KindCase kind) {
  return absl::c_any_of(traits, [&](const FindingTrait& trait) {
    return trait.kind_case() == kind;
  });
}

// A trait that is asked for as false would say the opposite of its place.
bool IsAsked(const FindingTrait& trait) {
  switch (trait.kind_case()) {
    case FindingTrait::kReleaseBarrier:
      return trait.release_barrier();
    case FindingTrait::kWeakPartner:
      return trait.weak_partner();
    case FindingTrait::kTightInhibitor:
      return trait.tight_inhibitor();
    case FindingTrait::kNeedsGrant:
      return trait.needs_grant();
    case FindingTrait::kEvidence:
      return trait.evidence();
    case FindingTrait::kOtherSideNotTight:
      return trait.other_side_not_tight();
    case FindingTrait::kQualified:
      return trait.qualified();
    case FindingTrait::KIND_NOT_SET:
      return false;
    default:
      return true;
  }
}

// The names in `text`, and what each needs.
void CheckReason(EntryCheck& entry, const DecisionRule& row,
                 absl::string_view text, bool other_side) {
  for (const std::string& name : NamesIn(text)) {
    entry.Expect(IsReasonName(name), absl::StrCat("reason has `{", name,
                                                  "}`, which stands for "
                                                  "nothing"));
    entry.Expect(
        (name != kPartner && name != kPartnerVerdict) || row.per_weak_partner(),
        absl::StrCat("reason has `{", name, "}`, but no partner"));
    entry.Expect(
        name != kBarrier || Has(row.with(), FindingTrait::kReleaseBarrier),
        "reason has `{barrier}`, but none is asked for");
    entry.Expect(name != kUnknown ||
                     absl::c_all_of(row.statuses(),
                                    [](int status) {
                                      return status ==
                                             knowledge::v1::STATUS_UNKNOWN;
                                    }),
                 "reason has `{unknown}`, but the status may be known");
    entry.Expect(name != kOtherSide || other_side,
                 "reason has `{other_side}`, which is not asked for");
  }
}

void CheckRejection(CheckContext& context, EntryCheck& entry,
                    const DecisionRule& row,
                    const DecisionRejection& rejection) {
  entry.Expect(!rejection.considered().empty(), "rejects nothing");
  ReferRule(context, entry, "rejections", rejection.rule());
  CheckTraits(entry, "rejections", rejection.with());
  CheckReason(entry, row, rejection.reason(),
              Has(rejection.with(), FindingTrait::kOtherSideNotTight));
}

void CheckRow(CheckContext& context, const DecisionRule& row) {
  EntryCheck entry(context, "decision_rules", row.id());
  entry.Expect(!row.statuses().empty(), "statuses is empty");
  CheckTraits(entry, "with", row.with());
  CheckTraits(entry, "without", row.without());
  const bool decides =
      row.action() != knowledge::v1::DECISION_ACTION_UNSPECIFIED;
  if (!decides) {
    entry.Expect(row.rule().empty() && row.reason().empty() &&
                     row.rejections().empty() && !row.goes_on(),
                 "says something although it has no action");
  } else {
    ReferRule(context, entry, "rule", row.rule());
    entry.Expect(!row.reason().empty(), "reason is empty");
  }
  const bool pair = row.action() ==
                    knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER;
  entry.Expect(row.per_weak_partner() == pair,
               "per_weak_partner does not fit the action");
  entry.Expect(
      !row.per_weak_partner() || Has(row.with(), FindingTrait::kWeakPartner),
      "per_weak_partner needs the trait weak_partner");
  CheckReason(entry, row, row.reason(), /*other_side=*/false);
  for (const DecisionRejection& rejection : row.rejections()) {
    CheckRejection(context, entry, row, rejection);
  }
}

// What stands in the way must lie in the finding itself.
void CheckBarrier(CheckContext& context, int position) {
  const ReleaseBarrier& barrier = context.pack.release_barriers(position);
  EntryCheck entry(context, "release_barriers", position);
  ReferRule(context, entry, "rule", barrier.rule());
  switch (barrier.trait().kind_case()) {
    case FindingTrait::kQualifier:
    case FindingTrait::kReleasePreference:
    case FindingTrait::kTargetKind:
      return;
    default:
      entry.Complain("trait is no qualifier, preference or kind");
  }
}

// These mean that a target is not lengthened, so a release must not do it
// either.
void CheckBarriersAreThere(CheckContext& context) {
  const auto bars = [&](auto has) {
    return absl::c_any_of(
        context.pack.release_barriers(),
        [&](const ReleaseBarrier& barrier) { return has(barrier.trait()); });
  };
  EntryCheck entry(context, "release_barriers", "");
  for (const auto qualifier : {knowledge::v1::QUALIFIER_DO_NOT_STRETCH,
                               knowledge::v1::QUALIFIER_PROTECTIVE}) {
    entry.Expect(bars([&](const FindingTrait& trait) {
                   return trait.has_qualifier() &&
                          trait.qualifier() == qualifier;
                 }),
                 absl::StrCat("no row bars what is ",
                              knowledge::v1::Qualifier_Name(qualifier),
                              " from being released"));
  }
  entry.Expect(bars([](const FindingTrait& trait) {
                 return trait.release_preference() ==
                        knowledge::v1::RELEASE_PREFERENCE_NONE;
               }),
               "no row bars what is never a target of release");
}

}  // namespace

void CheckTraits(EntryCheck& entry, absl::string_view field,
                 const RepeatedPtrField<FindingTrait>& traits) {
  entry.Expect(absl::c_all_of(traits, IsAsked),
               absl::StrCat(field, " has a trait that is not given or false"));
}

void CheckDecisions(CheckContext& context) {
  for (const DecisionRule& row : context.pack.decision_rules()) {
    CheckRow(context, row);
  }
  for (int i = 0; i < context.pack.release_barriers_size(); ++i) {
    CheckBarrier(context, i);
  }
  if (!context.pack.release_barriers().empty()) CheckBarriersAreThere(context);
  CheckReachedRows(context);
}

}  // namespace tonus::engine
