// SPDX-License-Identifier: Apache-2.0
// Facts of made-up patients, and the released knowledge to read them with.

#ifndef TONUS_TESTS_ENGINE_PATIENT_FACTS_H_
#define TONUS_TESTS_ENGINE_PATIENT_FACTS_H_

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/engine/facts.h"
#include "services/engine/knowledge.h"
#include "services/knowledge/released_pack.h"
#include "tests/testing/matchers.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

inline constexpr auto kLeft = knowledge::v1::SIDE_LEFT;
inline constexpr auto kRight = knowledge::v1::SIDE_RIGHT;
inline constexpr auto kMidline = knowledge::v1::SIDE_MIDLINE;

inline const Knowledge& ReleasedKnowledge() {
  static const auto* const knowledge =
      new absl::StatusOr<Knowledge>(OpenReleasedPack());
  return knowledge->value();
}

// The released knowledge with other rules: text of `rules { ... }`.
inline Knowledge KnowledgeWithRules(const std::string& rules) {
  knowledge::v1::Pack pack = ReleasedKnowledge().pack();
  // What the tables of decisions name stays a rule, and nothing of the low back
  // waits for a grant any more.
  for (const auto& rule : pack.rules()) {
    auto& cited = *pack.add_cited_rules();
    cited.set_id(rule.id());
    cited.set_text(rule.text());
    cited.set_evidence(rule.evidence());
  }
  auto& movement = *pack.add_integration_movements();
  movement.set_muscle("lumbar_spine");
  movement.set_exercise("glute_bridge");
  pack.clear_rules();
  pack.MergeFrom(testing::ParseText<knowledge::v1::Pack>(rules));
  absl::StatusOr<Knowledge> knowledge = Knowledge::Compile(pack, "test");
  EXPECT_THAT(knowledge, testing::IsOk());
  return *std::move(knowledge);
}

inline absl::CivilDay Today() { return absl::CivilDay(2026, 6, 15); }

// Noon of the day so many days before today.
inline int64_t SecondsAt(int days_ago) {
  return absl::ToUnixSeconds(absl::FromCivil(
      absl::CivilHour(Today() - days_ago) + 12, absl::UTCTimeZone()));
}

// Builds the facts of one patient, oldest first.
class PatientFacts {
 public:
  explicit PatientFacts(const std::string& profile = "") {
    auto& fact = *facts_.add_profiles();
    fact.set_fact_id("profile");
    fact.mutable_effective_time()->set_seconds(SecondsAt(200));
    *fact.mutable_profile() = testing::ParseText<v1::Profile>(profile);
  }

  // An assessment at noon of that day; its text is that of an AssessmentFact.
  PatientFacts& Assessed(int days_ago, const std::string& text) {
    auto& fact = *facts_.add_assessments();
    fact = testing::ParseText<storage::v1::AssessmentFact>(text);
    fact.set_fact_id(absl::StrCat("assessment", facts_.assessments_size()));
    fact.mutable_effective_time()->set_seconds(SecondsAt(days_ago));
    return *this;
  }

  PatientFacts& CheckedIn(int days_ago, const std::string& recheck) {
    auto& fact = *facts_.add_check_ins();
    fact.set_fact_id(absl::StrCat("check_in", facts_.check_ins_size()));
    fact.mutable_effective_time()->set_seconds(SecondsAt(days_ago));
    *fact.mutable_recheck() = testing::ParseText<v1::Screening>(recheck);
    return *this;
  }

  PatientFacts& Logged(int days_ago, const std::string& log) {
    auto& fact = *facts_.add_logs();
    fact.set_fact_id(absl::StrCat("log", facts_.logs_size()));
    fact.mutable_effective_time()->set_seconds(SecondsAt(days_ago));
    *fact.mutable_log() = testing::ParseText<v1::SessionLog>(log);
    return *this;
  }

  PatientFacts& Cleared(int days_ago, absl::string_view subject) {
    auto& clearance = *facts_.add_clearances();
    clearance.set_subject(std::string(subject));
    *clearance.mutable_date() = ToDate(Today() - days_ago);
    return *this;
  }

  const storage::v1::PatientFacts& facts() const { return facts_; }

 private:
  storage::v1::PatientFacts facts_;
};

// Every red flag denied.
inline constexpr char kDenied[] = "screening { others_denied: true }";

// Text of one result.
inline std::string Result(absl::string_view test, knowledge::v1::Side side,
                          double value, absl::string_view more = "") {
  return absl::StrCat(" results { test: '", test,
                      "' side: ", knowledge::v1::Side_Name(side),
                      " value: ", value, " ", more, " } ");
}

}  // namespace tonus::engine

#endif  // TONUS_TESTS_ENGINE_PATIENT_FACTS_H_
