// SPDX-License-Identifier: Apache-2.0
// What is done about a decision, action by action.

#ifndef TONUS_SERVICES_ENGINE_STEPS_H_
#define TONUS_SERVICES_ENGINE_STEPS_H_

#include <string>

#include "services/engine/finding_table.h"
#include "services/engine/knowledge.h"
#include "services/engine/source_list.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Writes the steps of decisions. What it is made from must outlive it.
class StepWriter {
 public:
  StepWriter(const Knowledge& knowledge, const v1::PlanLimits& limits,
             const FindingTable& findings, SourceList* sources)
      : knowledge_(knowledge),
        limits_(limits),
        findings_(findings),
        sources_(*sources) {}

  // Fills the steps of `decision`; rejects lengthening where it releases but
  // may or can not lengthen.
  void Write(v1::Decision* decision);

  // Fills the steps that belong to no target: the stability work of every
  // session, and a referral for each notice that asks for one.
  void WriteGeneral(v1::Interpretation* interpretation);

 private:
  void Add(knowledge::v1::Action action, const std::string& rule,
           v1::Decision* decision);
  void AddForPartner(knowledge::v1::Action action, const std::string& rule,
                     v1::Decision* decision);
  void AddSources(const std::string& rule, const v1::Finding& finding,
                  v1::Step* step);
  void AddTraining(bool of_partner, const std::string& rule,
                   v1::Decision* decision);
  void AddLengthening(v1::Decision* decision);
  void AddReferral(v1::Decision* decision);
  bool HasExercise(const std::string& muscle,
                   knowledge::v1::Technique technique) const;

  const Knowledge& knowledge_;
  const v1::PlanLimits& limits_;
  const FindingTable& findings_;
  SourceList& sources_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_STEPS_H_
