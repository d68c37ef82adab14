// SPDX-License-Identifier: Apache-2.0
// What is done about a decision, action by action, as the pack says.

#ifndef TONUS_SERVICES_ENGINE_STEPS_H_
#define TONUS_SERVICES_ENGINE_STEPS_H_

#include <optional>
#include <string>

#include "services/engine/allowed_work.h"
#include "services/engine/finding_table.h"
#include "services/engine/finding_traits.h"
#include "services/engine/knowledge.h"
#include "services/engine/source_list.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Whether a step of `decision` does something, or all of it is left alone.
bool HasWork(const v1::Decision& decision);

// Writes the steps of decisions. What it is made from must outlive it.
class StepWriter {
 public:
  StepWriter(const Knowledge& knowledge, const FindingTraits& traits,
             const FindingTable& findings, const AllowedWork& allowed,
             SourceList* sources)
      : knowledge_(knowledge),
        traits_(traits),
        findings_(findings),
        allowed_(allowed),
        sources_(*sources) {}

  // Fills the steps of `decision`, and rejects those that an obstacle keeps
  // from being done or for which nothing is allowed; where none is left the
  // target is left alone. A rule that refers the person adds the referral.
  void Write(v1::Decision* decision);

  // Fills the steps that belong to no target: those of the pack unless the gate
  // is closed, and a referral for each notice that asks for one.
  void WriteGeneral(v1::Interpretation* interpretation);

 private:
  void Consider(const knowledge::v1::DecisionStep& row, v1::Decision* decision);
  std::optional<Refusal> RefuseStep(const knowledge::v1::DecisionStep& row,
                                    const knowledge::v1::Muscle& muscle,
                                    const v1::Finding& finding,
                                    const v1::Decision& decision) const;
  v1::Step& Add(knowledge::v1::Action action, const std::string& rule,
                const v1::Finding& finding, const v1::PriorityFactors& factors,
                v1::Decision* decision);
  void AddSources(const std::string& rule, const v1::Finding& finding,
                  v1::Step* step);
  void AddReferral(v1::Decision* decision);

  const Knowledge& knowledge_;
  const FindingTraits& traits_;
  const FindingTable& findings_;
  const AllowedWork& allowed_;
  SourceList& sources_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_STEPS_H_
