// SPDX-License-Identifier: Apache-2.0
// A knowledge pack that was checked and indexed.
//
// The type is the proof: whoever holds a Knowledge need not check an id again.

#ifndef TONUS_SERVICES_ENGINE_KNOWLEDGE_H_
#define TONUS_SERVICES_ENGINE_KNOWLEDGE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "tonus/knowledge/v1/pack.pb.h"

namespace tonus::engine {

class Lookup;

// Immutable and safe to share between threads. Movable; pointers that the
// accessors return stay valid as long as the Knowledge (also after a move).
class Knowledge {
 public:
  // Checks `pack` and indexes it. `hash` names its content (the hex SHA-256 of
  // its deterministic bytes) and is only carried along.
  //   INVALID_ARGUMENT  something is wrong; the message lists every complaint,
  //                     one a line, each with table and id.
  static absl::StatusOr<Knowledge> Compile(knowledge::v1::Pack pack,
                                           std::string hash);

  Knowledge(Knowledge&& other) noexcept;
  Knowledge& operator=(Knowledge&& other) noexcept;
  ~Knowledge();

  const knowledge::v1::Pack& pack() const;
  absl::string_view version() const { return pack().version(); }
  absl::string_view hash() const;

  // Each returns the entry with that id, or nullptr when there is none.
  const knowledge::v1::Muscle* FindMuscle(absl::string_view id) const;
  const knowledge::v1::Test* FindTest(absl::string_view id) const;
  const knowledge::v1::Measure* FindMeasure(absl::string_view id) const;
  const knowledge::v1::RedFlag* FindRedFlag(absl::string_view id) const;
  const knowledge::v1::HealthCondition* FindCondition(
      absl::string_view id) const;
  const knowledge::v1::Tag* FindTag(absl::string_view id) const;
  const knowledge::v1::Exercise* FindExercise(absl::string_view id) const;
  const knowledge::v1::Equipment* FindEquipment(absl::string_view id) const;
  const knowledge::v1::Rule* FindRule(absl::string_view id) const;
  const knowledge::v1::CitedRule* FindCitedRule(absl::string_view id) const;
  const knowledge::v1::SyndromeSet* FindSyndromeSet(absl::string_view id) const;

  // Mappings of a test, and mappings that speak about a muscle, in pack order.
  absl::Span<const knowledge::v1::TestMapping* const> MappingsOfTest(
      absl::string_view test) const;
  absl::Span<const knowledge::v1::TestMapping* const> MappingsOfMuscle(
      absl::string_view muscle) const;

  // Exercises whose first target is `muscle`, by level, then id.
  absl::Span<const knowledge::v1::Exercise* const> ExercisesFor(
      absl::string_view muscle) const;

  // Exercise id of the integration movement after releasing `muscle`, or "".
  absl::string_view IntegrationMovement(absl::string_view muscle) const;

  // Rules in the order in which they run.
  absl::Span<const knowledge::v1::Rule* const> RulesInOrder() const;

  // Shape of the week that session `number` in [1, 18] belongs to; sessions
  // of later blocks count on, so 19 is session 1 of block 2.
  const knowledge::v1::WeekShape& WeekOfSession(int number) const;

  // What every reading looks up, see lookup.h.
  const Lookup& lookup() const;

 private:
  struct Index;
  explicit Knowledge(std::unique_ptr<const Index> index);
  std::unique_ptr<const Index> index_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_KNOWLEDGE_H_
