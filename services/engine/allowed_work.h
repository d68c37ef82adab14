// SPDX-License-Identifier: Apache-2.0
// Whether a step can be taken at all: some week must have an exercise for it
// that the person may do. How hard it is and what it needs at hand do not
// matter, since both change without a new finding.

#ifndef TONUS_SERVICES_ENGINE_ALLOWED_WORK_H_
#define TONUS_SERVICES_ENGINE_ALLOWED_WORK_H_

#include <optional>

#include "services/engine/candidates.h"
#include "services/engine/eligibility.h"
#include "services/engine/knowledge.h"
#include "tonus/knowledge/v1/action.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Judges the steps of one person. What it is made from must outlive it.
class AllowedWork {
 public:
  AllowedWork(const Knowledge& knowledge, const Eligibility& eligibility,
              const v1::PlanLimits& limits)
      : knowledge_(knowledge), eligibility_(eligibility), limits_(limits) {}

  // Returns why nothing serves `action` on the target of `finding`: there is no
  // exercise for it, or each is refused, of which the first is told. nullopt
  // when one is allowed, or when the action is no exercise. A finding without a
  // muscle stands for the trunk.
  std::optional<Refusal> Refuse(knowledge::v1::Action action,
                                const v1::Finding& finding) const;

 private:
  Candidates Serving(knowledge::v1::Action action,
                     const v1::Finding& finding) const;
  // Why `exercise` is done on `side` in no week; nullopt when it is in one.
  std::optional<Refusal> RefuseAlways(const knowledge::v1::Exercise& exercise,
                                      knowledge::v1::Side side) const;

  const Knowledge& knowledge_;
  const Eligibility& eligibility_;
  const v1::PlanLimits& limits_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_ALLOWED_WORK_H_
