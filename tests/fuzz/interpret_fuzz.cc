// SPDX-License-Identifier: Apache-2.0
// Whatever a person tells and however it was measured, the engine answers: the
// same bytes twice, no session behind a closed gate, and no forbidden tag in
// any session.

#include <fuzzer/FuzzedDataProvider.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>

#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/knowledge/released_pack.h"

namespace tonus {
namespace {

template <typename Entries>
const auto& Pick(FuzzedDataProvider& data, const Entries& entries) {
  return entries[data.ConsumeIntegralInRange<int>(0, entries.size() - 1)];
}

void FillResult(FuzzedDataProvider& data, const knowledge::v1::Pack& pack,
                v1::TestResult* result) {
  const knowledge::v1::Test& test = Pick(data, pack.tests());
  result->set_test(test.id());
  result->set_side(
      static_cast<knowledge::v1::Side>(data.ConsumeIntegralInRange(0, 3)));
  // Mostly valid values, whole or not, sometimes any number at all.
  switch (data.ConsumeIntegralInRange(0, 3)) {
    case 0:
      result->set_value(data.ConsumeFloatingPoint<double>());
      break;
    case 1:
      result->set_value(
          data.ConsumeFloatingPointInRange(test.min(), test.max()));
      break;
    default:
      result->set_value(data.ConsumeIntegralInRange(
          static_cast<int>(test.min()), static_cast<int>(test.max())));
  }
  if (data.ConsumeBool()) result->set_pain_limited(data.ConsumeBool());
  if (data.ConsumeBool()) result->set_pelvis_controlled(data.ConsumeBool());
  if (data.ConsumeBool()) result->set_warmed_up(data.ConsumeBool());
  result->set_assessor(
      static_cast<knowledge::v1::Assessor>(data.ConsumeIntegralInRange(0, 2)));
}

storage::v1::PatientFacts MakeFacts(FuzzedDataProvider& data,
                                    const knowledge::v1::Pack& pack) {
  storage::v1::PatientFacts facts;
  v1::Profile* profile = facts.add_profiles()->mutable_profile();
  if (data.ConsumeBool()) {
    profile->set_age_years(data.ConsumeIntegralInRange(0, 130));
  }
  profile->set_sex(
      static_cast<knowledge::v1::Sex>(data.ConsumeIntegralInRange(0, 2)));
  if (data.ConsumeBool()) {
    profile->set_user_level(data.ConsumeIntegralInRange(1, 5));
  }
  for (int i = data.ConsumeIntegralInRange(0, 4); i > 0; --i) {
    profile->add_equipment(Pick(data, pack.equipment()).id());
  }
  for (int i = data.ConsumeIntegralInRange(0, 2); i > 0; --i) {
    profile->add_conditions()->set_condition(
        Pick(data, pack.conditions()).id());
  }
  auto* assessment = facts.add_assessments();
  assessment->mutable_effective_time()->set_seconds(1'700'000'000);
  assessment->mutable_screening()->set_others_denied(
      data.ConsumeIntegralInRange(0, 7) != 0);
  if (data.ConsumeIntegralInRange(0, 15) == 0) {
    auto* answer = assessment->mutable_screening()->add_answers();
    answer->set_red_flag(Pick(data, pack.red_flags()).id());
    answer->set_present(true);
  }
  assessment->mutable_history()->set_pain_with_sitting(data.ConsumeBool());
  assessment->mutable_history()->set_pain_with_bending(data.ConsumeBool());
  while (data.remaining_bytes() > 8 && assessment->results_size() < 60) {
    FillResult(data, pack, assessment->add_results());
  }
  return facts;
}

void Check(bool holds) {
  if (!holds) std::abort();
}

void CheckRoutine(const engine::Knowledge& knowledge,
                  const v1::Interpretation& interpretation,
                  const v1::Routine& routine) {
  if (interpretation.gate() != v1::GATE_OK) {
    Check(routine.sessions().empty());
    return;
  }
  std::set<std::string> forbidden;
  for (const auto& tag : interpretation.tags()) {
    if (tag.forbidden()) forbidden.insert(tag.tag());
  }
  for (const auto& session : routine.sessions()) {
    for (const auto& item : session.items()) {
      const auto* exercise = knowledge.FindExercise(item.exercise());
      Check(exercise != nullptr);
      for (const std::string& tag : exercise->tags()) {
        Check(forbidden.count(tag) == 0);
      }
    }
  }
}

}  // namespace
}  // namespace tonus

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  static const auto* const kKnowledge =
      new tonus::engine::Knowledge(*tonus::OpenReleasedPack());
  FuzzedDataProvider data(bytes, size);
  const auto facts = tonus::MakeFacts(data, kKnowledge->pack());
  const absl::CivilDay today(2023, 11, 20);
  const auto interpretation =
      tonus::engine::Interpret(*kKnowledge, facts, today);
  tonus::Check(
      interpretation.SerializeAsString() ==
      tonus::engine::Interpret(*kKnowledge, facts, today).SerializeAsString());
  tonus::CheckRoutine(
      *kKnowledge, interpretation,
      tonus::engine::PlanRoutine(*kKnowledge, facts, interpretation, today));
  return 0;
}
