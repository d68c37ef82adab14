// SPDX-License-Identifier: Apache-2.0
#include "services/engine/technique_wording.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_format.h"
#include "services/engine/placeholder.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

constexpr int kAll = 100;  // Percent.

struct Subject {
  const Knowledge& knowledge;
  const v1::TechniqueTrial& trial;

  const v1::TechniqueArm& Arm(int place) const {
    return place < trial.arms_size() ? trial.arms(place)
                                     : v1::TechniqueArm::default_instance();
  }
  std::string Technique(int place) const {
    return std::string(TechniqueWords(Arm(place).technique()));
  }
};

struct Name {
  absl::string_view id;
  std::string (*words)(const Subject& of);
};

std::string Uses(const v1::TechniqueArm& arm) {
  return absl::StrFormat("%d", arm.uses());
}

std::string Mean(const v1::TechniqueArm& arm) {
  return absl::StrFormat("%.2f", arm.mean());
}

constexpr Name kNames[] = {
    {"target",
     [](const Subject& of) {
       return TargetName(of.knowledge, of.trial.muscle(), of.trial.side());
     }},
    {"test",
     [](const Subject& of) {
       const auto* test = of.knowledge.FindTest(of.trial.test());
       return test == nullptr ? of.trial.test() : test->display_name();
     }},
    {"first", [](const Subject& of) { return of.Technique(0); }},
    {"second", [](const Subject& of) { return of.Technique(1); }},
    {"kept",
     [](const Subject& of) {
       return std::string(TechniqueWords(of.trial.kept()));
     }},
    {"first_week",
     [](const Subject& of) {
       const auto& learning = of.knowledge.pack().technique_learning();
       return absl::StrFormat("%d", learning.first_week());
     }},
    {"last_week",
     [](const Subject& of) {
       const auto& learning = of.knowledge.pack().technique_learning();
       return absl::StrFormat("%d", learning.last_week());
     }},
    {"first_uses", [](const Subject& of) { return Uses(of.Arm(0)); }},
    {"second_uses", [](const Subject& of) { return Uses(of.Arm(1)); }},
    {"first_mean", [](const Subject& of) { return Mean(of.Arm(0)); }},
    {"second_mean", [](const Subject& of) { return Mean(of.Arm(1)); }},
    {"probability",
     [](const Subject& of) {
       return absl::StrFormat("%.0f", of.trial.first_better() * kAll);
     }},
};

}  // namespace

std::string TrialWords(const Knowledge& knowledge,
                       const v1::TechniqueTrial& trial,
                       absl::string_view text) {
  const Subject of = {knowledge, trial};
  return Sentence(FillIn(text, [&](absl::string_view name) {
    const auto* const found = absl::c_find_if(
        kNames, [&](const Name& one) { return one.id == name; });
    return found == std::end(kNames) ? std::string() : found->words(of);
  }));
}

bool IsTrialName(absl::string_view name) {
  return absl::c_any_of(kNames,
                        [&](const Name& one) { return one.id == name; });
}

}  // namespace tonus::engine
