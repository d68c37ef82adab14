// SPDX-License-Identifier: Apache-2.0
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/engine/check_tables.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus::engine {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::RepeatedPtrField;
using ::tonus::knowledge::v1::Clause;
using ::tonus::knowledge::v1::DifferenceClause;
using ::tonus::knowledge::v1::Laterality;
using ::tonus::knowledge::v1::Muscle;
using ::tonus::knowledge::v1::Rule;
using ::tonus::knowledge::v1::SideReference;
using ::tonus::knowledge::v1::StatusClause;
using ::tonus::knowledge::v1::Test;
using ::tonus::knowledge::v1::ValueClause;

bool IsHistoryKey(absl::string_view key) {
  const FieldDescriptor* field =
      v1::History::descriptor()->FindFieldByName(std::string(key));
  return field != nullptr && !field->is_repeated() &&
         field->type() == FieldDescriptor::TYPE_BOOL;
}

// Whether `key` is a list of muscles in the history and one of them, for
// example `tender.iliopsoas`.
bool IsListAndMuscle(const CheckContext& context, absl::string_view key) {
  const std::vector<std::string> parts = absl::StrSplit(key, '.');
  if (parts.size() != 2) return false;
  const FieldDescriptor* field =
      v1::History::descriptor()->FindFieldByName(parts[0]);
  return field != nullptr && field->is_repeated() &&
         field->message_type() == v1::MuscleSide::descriptor() &&
         Find(context.muscles.by_id, parts[1]) != nullptr;
}

// Whether a target of this kind can have `status`: a clause that asks for
// another never holds, and one that denies it always does.
bool CanHave(knowledge::v1::TargetKind kind, int status) {
  switch (status) {
    case knowledge::v1::STATUS_STIFF:
      return kind == knowledge::v1::TARGET_KIND_STRUCTURE;
    case knowledge::v1::STATUS_NEURAL_POSITIVE:
    case knowledge::v1::STATUS_NEURAL_SUSPECT:
      return kind == knowledge::v1::TARGET_KIND_NERVE;
    case knowledge::v1::STATUS_NORMAL:
    case knowledge::v1::STATUS_UNKNOWN:
      return true;
    default:
      return kind == knowledge::v1::TARGET_KIND_MUSCLE;
  }
}

// The clauses of one rule.
class ClauseCheck {
 public:
  ClauseCheck(CheckContext& context, EntryCheck& entry, const Rule& rule)
      : context_(context), entry_(entry), rule_(rule) {}

  void Check(const Clause& clause);

 private:
  void CheckEach(absl::string_view field,
                 const RepeatedPtrField<Clause>& clauses);
  void CheckValue(absl::string_view field, const ValueClause& clause);
  void CheckStatus(const StatusClause& clause);
  void CheckDifference(const DifferenceClause& clause);
  void CheckFired(absl::string_view id);

  // A test of which a side is asked for.
  const Test* CheckTest(absl::string_view field, absl::string_view id,
                        SideReference side);
  void CheckSide(absl::string_view field, absl::string_view id,
                 Laterality laterality, SideReference side);

  // Nothing has a status before fusion, so the clause could never hold.
  void ExpectFindings(absl::string_view field) {
    entry_.Expect(
        rule_.stage() != knowledge::v1::RULE_STAGE_MEASUREMENT,
        absl::StrCat(field, " asks for findings before there are any"));
  }

  CheckContext& context_;
  EntryCheck& entry_;
  const Rule& rule_;
};

void ClauseCheck::CheckSide(absl::string_view field, absl::string_view id,
                            Laterality laterality, SideReference side) {
  if (laterality == knowledge::v1::LATERALITY_MIDLINE) {
    entry_.Expect(side != knowledge::v1::SIDE_REFERENCE_OPPOSITE,
                  absl::StrCat(field, " asks for the opposite side of `", id,
                               "`, which has none"));
    return;
  }
  entry_.Expect(rule_.per_side() || rule_.per_target() ||
                    side == knowledge::v1::SIDE_REFERENCE_ANY ||
                    side == knowledge::v1::SIDE_REFERENCE_BOTH,
                absl::StrCat(field, " asks for a side of `", id,
                             "`, but the rule is not per_side"));
}

const Test* ClauseCheck::CheckTest(absl::string_view field,
                                   absl::string_view id, SideReference side) {
  const Test* test = entry_.Refer(field, context_.tests, id);
  if (test != nullptr) CheckSide(field, id, test->laterality(), side);
  return test;
}

void ClauseCheck::CheckValue(absl::string_view field,
                             const ValueClause& clause) {
  const Test* test = CheckTest(field, clause.test(), clause.side());
  if (test == nullptr) return;
  entry_.ExpectWithin(absl::StrCat(field, " of `", clause.test(), "`"),
                      clause.number(), test->min(), test->max());
}

void ClauseCheck::CheckStatus(const StatusClause& clause) {
  ExpectFindings("status");
  entry_.Expect(!clause.statuses().empty(), "status names no status");
  if (clause.muscle().empty()) {
    entry_.Expect(clause.region() != knowledge::v1::REGION_UNSPECIFIED ||
                      rule_.per_target(),
                  "status names neither a muscle nor a region, but the rule is "
                  "not per_target");
    return;
  }
  const Muscle* muscle =
      entry_.Refer("status", context_.muscles, clause.muscle());
  if (muscle == nullptr) return;
  CheckSide("status", clause.muscle(), muscle->laterality(), clause.side());
  for (const int status : clause.statuses()) {
    entry_.Expect(CanHave(muscle->kind(), status),
                  absl::StrCat("status asks whether `", muscle->id(), "` is ",
                               knowledge::v1::Status_Name(
                                   static_cast<knowledge::v1::Status>(status)),
                               ", which it never can be"));
  }
}

void ClauseCheck::CheckDifference(const DifferenceClause& clause) {
  const auto same = knowledge::v1::SIDE_REFERENCE_SAME;
  const Test* first = CheckTest("difference", clause.first(), same);
  const Test* second = CheckTest("difference", clause.second(), same);
  if (first == nullptr || second == nullptr) return;
  entry_.Expect(
      first->laterality() == second->laterality() &&
          first->unit() == second->unit(),
      absl::StrCat("difference compares `", first->id(), "` with `",
                   second->id(), "`, which differ in laterality or unit"));
}

void ClauseCheck::CheckFired(absl::string_view id) {
  const Rule* other = entry_.Refer("fired", context_.rules, id);
  if (other == nullptr) return;
  const auto turn = [](const Rule& rule) {
    return std::make_tuple(static_cast<int>(rule.stage()), rule.order(),
                           rule.id());
  };
  entry_.Expect(turn(*other) < turn(rule_),
                absl::StrCat("fired names `", id, "`, which runs later"));
}

void ClauseCheck::CheckEach(absl::string_view field,
                            const RepeatedPtrField<Clause>& clauses) {
  entry_.Expect(!clauses.empty(), absl::StrCat(field, " has no clause"));
  for (const Clause& clause : clauses) Check(clause);
}

void ClauseCheck::Check(const Clause& clause) {
  switch (clause.kind_case()) {
    case Clause::kAll:
      return CheckEach("all", clause.all().clauses());
    case Clause::kAny:
      return CheckEach("any", clause.any().clauses());
    case Clause::kNot:
      return Check(clause.not_());
    case Clause::kAtLeast:
      entry_.ExpectWithin("at_least.count", clause.at_least().count(), 1,
                          clause.at_least().clauses_size());
      return CheckEach("at_least", clause.at_least().clauses());
    case Clause::kValue:
      return CheckValue("value", clause.value());
    case Clause::kMean:
      // A mean has both sides whatever the rule looks at.
      entry_.Expect(
          clause.mean().side() == knowledge::v1::SIDE_REFERENCE_UNSPECIFIED,
          "mean has a side");
      {
        ValueClause both = clause.mean();
        both.set_side(knowledge::v1::SIDE_REFERENCE_BOTH);
        return CheckValue("mean", both);
      }
    case Clause::kBand:
      entry_.Expect(!clause.band().bands().empty(), "band names no band");
      CheckTest("band", clause.band().test(), clause.band().side());
      return;
    case Clause::kStatus:
      return CheckStatus(clause.status());
    case Clause::kQualifier: {
      ExpectFindings("qualifier");
      const auto& qualifier = clause.qualifier();
      const Muscle* muscle =
          entry_.Refer("qualifier", context_.muscles, qualifier.muscle());
      if (muscle != nullptr) {
        CheckSide("qualifier", muscle->id(), muscle->laterality(),
                  qualifier.side());
      }
      return;
    }
    case Clause::kCondition:
      entry_.Refer("condition", context_.conditions, clause.condition());
      return;
    case Clause::kForbiddenTag:
      entry_.Refer("forbidden_tag", context_.tags, clause.forbidden_tag());
      return;
    case Clause::kAge:
      return entry_.ExpectWithin("age.years", clause.age().years(), 0, 120);
    case Clause::kHistory:
      return entry_.Expect(
          IsHistoryKey(clause.history()),
          absl::StrCat("history `", clause.history(), "` is never asked"));
    case Clause::kSideHistory:
      entry_.Expect(rule_.per_side(),
                    "side_history is asked, but the rule is not per_side");
      return entry_.Expect(
          IsListAndMuscle(context_, clause.side_history()) ||
              (IsHistoryKey(absl::StrCat(clause.side_history(), "_left")) &&
               IsHistoryKey(absl::StrCat(clause.side_history(), "_right"))),
          absl::StrCat("side_history `", clause.side_history(),
                       "` is never asked"));
    case Clause::kPainLimited:
      CheckTest("pain_limited", clause.pain_limited().test(),
                clause.pain_limited().side());
      return;
    case Clause::kTaken:
      CheckTest("taken", clause.taken().test(), clause.taken().side());
      return;
    case Clause::kDifference:
      return CheckDifference(clause.difference());
    case Clause::kBloodPressure:
      entry_.ExpectWithin("systolic", clause.blood_pressure().systolic(), 50,
                          300);
      return entry_.ExpectWithin("diastolic",
                                 clause.blood_pressure().diastolic(), 30, 200);
    case Clause::kRedFlag:
      entry_.Refer("red_flag", context_.red_flags, clause.red_flag());
      return;
    case Clause::kFired:
      return CheckFired(clause.fired());
    case Clause::kFeelsTight:
      if (!clause.feels_tight().muscle().empty()) {
        entry_.Refer("feels_tight", context_.muscles,
                     clause.feels_tight().muscle());
      } else {
        entry_.Expect(rule_.per_target(),
                      "feels_tight names no muscle, but the rule is not "
                      "per_target");
      }
      return;
    case Clause::kDirectionalPreference:
      return;  // Any value of the enum will do, which is checked for all.
    case Clause::KIND_NOT_SET:
      return entry_.Complain("when holds an empty clause");
  }
}

}  // namespace

void CheckClause(CheckContext& context, EntryCheck& entry, const Rule& rule,
                 const Clause& clause) {
  ClauseCheck(context, entry, rule).Check(clause);
}

}  // namespace tonus::engine
