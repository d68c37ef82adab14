// SPDX-License-Identifier: Apache-2.0
#include "services/engine/vector_names.h"

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/engine/message_texts.h"
#include "services/engine/resemblance.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

using ::google::protobuf::FieldDescriptor;
using Ids = absl::flat_hash_set<absl::string_view>;

// What people list when they have nothing at hand.
constexpr char kNoEquipment[] = "none";

template <typename Entries>
Ids IdsOf(const Entries& entries) {
  Ids ids;
  for (const auto& entry : entries) ids.insert(entry.id());
  return ids;
}

// Collects the names that one table lacks.
class NameCheck {
 public:
  explicit NameCheck(std::vector<std::string>* unknown) : unknown_(unknown) {}

  void Expect(const Ids& ids, absl::string_view field, absl::string_view id) {
    if (ids.contains(id)) return;
    unknown_->push_back(absl::StrCat(field, ": `", id, "` is not in the pack"));
  }

  template <typename Names>
  void ExpectAll(const Ids& ids, absl::string_view field, const Names& listed) {
    for (const auto& name : listed) Expect(ids, field, name);
  }

 private:
  std::vector<std::string>* unknown_;
};

void LookUpProfile(const knowledge::v1::Pack& pack, const v1::Profile& profile,
                   NameCheck* names) {
  Ids conditions;
  for (const auto& condition : pack.conditions()) {
    // Nobody may tell what only the engine sets.
    if (condition.gate() != knowledge::v1::CONDITION_GATE_ENGINE) {
      conditions.insert(condition.id());
    }
  }
  for (const auto& active : profile.conditions()) {
    names->Expect(conditions, "conditions", active.condition());
  }
  Ids equipment = IdsOf(pack.equipment());
  equipment.insert(kNoEquipment);
  names->ExpectAll(equipment, "equipment", profile.equipment());
  const Ids exercises = IdsOf(pack.exercises());
  names->ExpectAll(exercises, "preferred_exercises",
                   profile.preferred_exercises());
  names->ExpectAll(exercises, "disliked_exercises",
                   profile.disliked_exercises());
}

void LookUpResults(const knowledge::v1::Pack& pack,
                   const v1::PackVector& vector, NameCheck* names) {
  const Ids tests = IdsOf(pack.tests());
  for (const auto& result : vector.request().assessment().results()) {
    const bool rejected = absl::c_linear_search(
        vector.expect().rejected(), TargetKey(result.test(), result.side()));
    if (!rejected) names->Expect(tests, "results", result.test());
  }
}

void LookUpAnswers(const knowledge::v1::Pack& pack,
                   const v1::Assessment& assessment, NameCheck* names) {
  const Ids flags = IdsOf(pack.red_flags());
  for (const auto& answer : assessment.screening().answers()) {
    names->Expect(flags, "screening", answer.red_flag());
  }
  const Ids muscles = IdsOf(pack.muscles());
  for (const auto& tender : assessment.history().tender()) {
    names->Expect(muscles, "tender", tender.muscle());
  }
  for (const auto& tight : assessment.history().feels_tight()) {
    names->Expect(muscles, "feels_tight", tight.muscle());
  }
  names->ExpectAll(muscles, "goal_muscles",
                   assessment.history().goal_muscles());
  const Ids measures = IdsOf(pack.measures());
  for (const auto& answers : assessment.measures()) {
    names->Expect(measures, "measures", answers.measure());
  }
}

// Of every table whose entries have one.
Ids EveryId(const knowledge::v1::Pack& pack) {
  Ids ids;
  std::string scratch;
  const auto& reflection = *knowledge::v1::Pack::GetReflection();
  const auto* type = knowledge::v1::Pack::GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* table = type->field(i);
    if (!table->is_repeated() || table->message_type() == nullptr) continue;
    const FieldDescriptor* id = table->message_type()->FindFieldByName("id");
    if (id == nullptr) continue;
    for (int row = 0; row < reflection.FieldSize(pack, table); ++row) {
      const auto& entry = reflection.GetRepeatedMessage(pack, table, row);
      ids.insert(
          entry.GetReflection()->GetStringReference(entry, id, &scratch));
    }
  }
  return ids;
}

// Whatever is not to be seen is named by ids, apart from words for people and
// the names that decisions make of ids.
void LookUpUnwanted(const knowledge::v1::Pack& pack,
                    const v1::PackVector::Expectation& expect,
                    NameCheck* names) {
  if (!expect.has_see_not() && !expect.has_plan_not()) return;
  const Ids ids = EveryId(pack);
  const auto look_up = [&](absl::string_view where, const auto& unwanted) {
    ForEachText(
        unwanted,
        [](const FieldDescriptor& field) {
          return IsProse(field) || field.name() == "id" ||
                 field.name() == "decision";
        },
        [&](const FieldDescriptor& /*field*/, const std::string& text) {
          names->Expect(ids, where, text);
        });
  };
  look_up("see_not", expect.see_not());
  look_up("plan_not", expect.plan_not());
}

}  // namespace

std::vector<std::string> UnknownNames(const Knowledge& knowledge,
                                      const v1::PackVector& vector) {
  std::vector<std::string> unknown;
  NameCheck names(&unknown);
  const auto& pack = knowledge.pack();
  const v1::InterpretAssessmentRequest& request = vector.request();
  LookUpProfile(pack, request.profile(), &names);
  LookUpResults(pack, vector, &names);
  LookUpAnswers(pack, request.assessment(), &names);
  Ids cleared = IdsOf(pack.conditions());
  for (const auto& table : {IdsOf(pack.red_flags()), IdsOf(pack.rules())}) {
    cleared.insert(table.begin(), table.end());
  }
  for (const auto& clearance : request.clearances()) {
    names.Expect(cleared, "clearances", clearance.subject());
  }
  const Ids tests = IdsOf(pack.tests());
  names.ExpectAll(tests, "withheld_tests", vector.expect().withheld_tests());
  names.ExpectAll(tests, "supervised_tests",
                  vector.expect().supervised_tests());
  LookUpUnwanted(pack, vector.expect(), &names);
  return unknown;
}

}  // namespace tonus::engine
