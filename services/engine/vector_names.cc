// SPDX-License-Identifier: Apache-2.0
#include "services/engine/vector_names.h"

#include <functional>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/message_texts.h"
#include "services/engine/resemblance.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

using ::google::protobuf::FieldDescriptor;
// Whether an id is one of a table.
using IsIn = std::function<bool(const std::string&)>;

// What people list when they have nothing at hand.
constexpr char kNoEquipment[] = "none";

// Collects the names that the tables of a pack lack.
class NameCheck {
 public:
  NameCheck(const Knowledge& knowledge, std::vector<std::string>* unknown)
      : knowledge_(knowledge), unknown_(unknown) {}

  void LookUpProfile(const v1::Profile& profile);
  void LookUpResults(const v1::PackVector& vector);
  void LookUpAnswers(const v1::Assessment& assessment);
  void LookUpClearances(const v1::InterpretAssessmentRequest& request);
  void LookUpExpected(const v1::PackVector::Expectation& expect);

 private:
  void Expect(bool known, absl::string_view field, absl::string_view id) {
    if (known) return;
    unknown_->push_back(absl::StrCat(field, ": `", id, "` is not in the pack"));
  }

  template <typename Names>
  void ExpectAll(const IsIn& is_in, absl::string_view field,
                 const Names& listed) {
    for (const std::string& name : listed) Expect(is_in(name), field, name);
  }

  template <typename Targets>
  void ExpectMuscles(absl::string_view field, const Targets& targets) {
    for (const auto& target : targets) {
      Expect(IsMuscle(target.muscle()), field, target.muscle());
    }
  }

  bool IsTest(const std::string& id) const {
    return knowledge_.FindTest(id) != nullptr;
  }
  bool IsMuscle(const std::string& id) const {
    return knowledge_.FindMuscle(id) != nullptr;
  }
  bool IsExercise(const std::string& id) const {
    return knowledge_.FindExercise(id) != nullptr;
  }
  bool IsCondition(const std::string& id) const {
    return knowledge_.FindCondition(id) != nullptr;
  }
  // What a clearance may name.
  bool IsSubject(const std::string& id) const {
    return IsCondition(id) || knowledge_.FindRedFlag(id) != nullptr ||
           knowledge_.FindRule(id) != nullptr;
  }
  bool IsAnyId(const std::string& id) const;

  const Knowledge& knowledge_;
  std::vector<std::string>* unknown_;
};

bool NameCheck::IsAnyId(const std::string& id) const {
  const auto has_id = [&](const auto& entry) { return entry.id() == id; };
  return IsSubject(id) || IsMuscle(id) || IsTest(id) || IsExercise(id) ||
         knowledge_.FindTag(id) != nullptr ||
         knowledge_.FindCitedRule(id) != nullptr ||
         knowledge_.FindMeasure(id) != nullptr ||
         absl::c_any_of(knowledge_.pack().test_mappings(), has_id) ||
         absl::c_any_of(knowledge_.pack().rulings(), has_id);
}

void NameCheck::LookUpProfile(const v1::Profile& profile) {
  for (const auto& active : profile.conditions()) {
    const auto* condition = knowledge_.FindCondition(active.condition());
    // Nobody may tell what only the engine sets.
    Expect(condition != nullptr &&
               condition->gate() != knowledge::v1::CONDITION_GATE_ENGINE,
           "conditions", active.condition());
  }
  const IsIn is_equipment = [&](const std::string& id) {
    return id == kNoEquipment || knowledge_.FindEquipment(id) != nullptr;
  };
  const IsIn is_exercise = [&](const auto& id) { return IsExercise(id); };
  ExpectAll(is_equipment, "equipment", profile.equipment());
  ExpectAll(is_exercise, "preferred_exercises", profile.preferred_exercises());
  ExpectAll(is_exercise, "disliked_exercises", profile.disliked_exercises());
}

void NameCheck::LookUpResults(const v1::PackVector& vector) {
  for (const auto& result : vector.request().assessment().results()) {
    Expect(IsTest(result.test()) ||
               absl::c_linear_search(vector.expect().rejected(),
                                     TargetKey(result.test(), result.side())),
           "results", result.test());
  }
}

void NameCheck::LookUpAnswers(const v1::Assessment& assessment) {
  for (const auto& answer : assessment.screening().answers()) {
    Expect(knowledge_.FindRedFlag(answer.red_flag()) != nullptr, "screening",
           answer.red_flag());
  }
  ExpectMuscles("tender", assessment.history().tender());
  ExpectMuscles("feels_tight", assessment.history().feels_tight());
  ExpectAll([&](const auto& id) { return IsMuscle(id); }, "goal_muscles",
            assessment.history().goal_muscles());
  for (const auto& answers : assessment.measures()) {
    Expect(knowledge_.FindMeasure(answers.measure()) != nullptr, "measures",
           answers.measure());
  }
}

void NameCheck::LookUpClearances(
    const v1::InterpretAssessmentRequest& request) {
  for (const auto& clearance : request.clearances()) {
    Expect(IsSubject(clearance.subject()), "clearances", clearance.subject());
  }
}

// Whatever is not to be seen is named by ids, apart from words for people and
// the names that decisions make of ids.
void NameCheck::LookUpExpected(const v1::PackVector::Expectation& expect) {
  const IsIn is_test = [&](const auto& id) { return IsTest(id); };
  ExpectAll(is_test, "withheld_tests", expect.withheld_tests());
  ExpectAll(is_test, "supervised_tests", expect.supervised_tests());
  const auto look_up = [&](absl::string_view where, const auto& unwanted) {
    ForEachText(
        unwanted,
        [](const FieldDescriptor& field) {
          return IsProse(field) || field.name() == "id" ||
                 field.name() == "decision";
        },
        [&](const FieldDescriptor& /*field*/, const std::string& text) {
          Expect(IsAnyId(text), where, text);
        });
  };
  look_up("see_not", expect.see_not());
  look_up("plan_not", expect.plan_not());
}

}  // namespace

std::vector<std::string> UnknownNames(const Knowledge& knowledge,
                                      const v1::PackVector& vector) {
  std::vector<std::string> unknown;
  NameCheck names(knowledge, &unknown);
  names.LookUpProfile(vector.request().profile());
  names.LookUpResults(vector);
  names.LookUpAnswers(vector.request().assessment());
  names.LookUpClearances(vector.request());
  names.LookUpExpected(vector.expect());
  return unknown;
}

}  // namespace tonus::engine
