// SPDX-License-Identifier: Apache-2.0
// Checks a routine against the invariants that hold for every input.
//
// Written from the invariants, not from the planner: it reads the pack, the
// facts, the interpretation and the routine, and calls nothing of the engine.

#ifndef TONUS_TESTS_PROPERTY_INVARIANT_CHECKER_H_
#define TONUS_TESTS_PROPERTY_INVARIANT_CHECKER_H_

#include <string>
#include <vector>

#include "tests/property/checked_person.h"
#include "tonus/knowledge/v1/pack.pb.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::testing {

class InvariantChecker {
 public:
  // All must outlive the checker.
  InvariantChecker(const knowledge::v1::Pack& pack,
                   const storage::v1::PatientFacts& facts,
                   const v1::Interpretation& interpretation);

  // Returns what is wrong, one line each, beginning with the invariant, for
  // example `I-04 session 3: ...`. Empty when all hold.
  std::vector<std::string> CheckRoutine(const v1::Routine& routine) const;

  // The same for one session, also for a relief day.
  std::vector<std::string> CheckSession(const v1::Session& session,
                                        bool fewer_allowed) const;

 private:
  using Complaints = std::vector<std::string>;

  int BudgetOf(const v1::Session& session) const;
  void CheckTags(const v1::Session& session, Complaints* complaints) const;
  void CheckBlocks(const v1::Session& session, Complaints* complaints) const;
  void CheckActivationTimes(const v1::Session& session,
                            Complaints* complaints) const;
  void CheckWarmUp(const v1::Session& session, Complaints* complaints) const;
  void CheckTargets(const v1::Session& session, Complaints* complaints) const;
  void CheckSize(const v1::Session& session, bool fewer_allowed,
                 Complaints* complaints) const;
  void CheckStability(const v1::Session& session, Complaints* complaints) const;
  void CheckLevels(const v1::Session& session, Complaints* complaints) const;
  void CheckSides(const v1::Session& session, Complaints* complaints) const;
  void CheckSlots(const v1::Session& session, Complaints* complaints) const;
  void CheckReasons(const v1::Session& session, Complaints* complaints) const;
  void CheckFormat(const v1::Session& session, Complaints* complaints) const;
  void CheckPressure(const v1::Session& session, Complaints* complaints) const;
  void CheckDoses(const v1::Session& session, Complaints* complaints) const;
  std::string ServedTarget(const v1::SessionItem& item) const;
  void CheckOthers(const v1::Session& session, Complaints* complaints) const;

  const CheckedPerson person_;
};

}  // namespace tonus::testing

#endif  // TONUS_TESTS_PROPERTY_INVARIANT_CHECKER_H_
