// SPDX-License-Identifier: Apache-2.0
// The people in whom coverage is examined.

#ifndef TONUS_SERVICES_ENGINE_COVERAGE_PERSON_H_
#define TONUS_SERVICES_ENGINE_COVERAGE_PERSON_H_

#include <optional>
#include <vector>

#include "services/engine/case.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// A person in whom every test is normal and who has one health condition or
// none. What it is made from must outlive it.
class CoveragePerson {
 public:
  // `condition` is nullptr for none.
  CoveragePerson(const Knowledge& knowledge,
                 const knowledge::v1::HealthCondition* condition);

  // False when even the clearance lets nothing be planned.
  bool may_exercise() const { return may_exercise_; }

  // Returns what it means when `muscle` has `status` on every side; nullopt
  // when nothing is then decided that needs an exercise.
  std::optional<v1::Interpretation> Find(const knowledge::v1::Muscle& muscle,
                                         knowledge::v1::Status status) const;

  // Returns the facts with these things at hand.
  storage::v1::PatientFacts With(
      const knowledge::v1::EquipmentSet& equipment) const;

  static absl::CivilDay Day();

 private:
  const Knowledge& knowledge_;
  const storage::v1::PatientFacts facts_;
  // Before the differentials.
  Case base_;
  bool may_exercise_ = false;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_COVERAGE_PERSON_H_
