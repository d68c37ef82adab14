// SPDX-License-Identifier: Apache-2.0
// Writes an answer to "why this?" or "why not that?" piece by piece.

#ifndef TONUS_SERVICES_ENGINE_EXPLANATION_WRITER_H_
#define TONUS_SERVICES_ENGINE_EXPLANATION_WRITER_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "services/engine/knowledge.h"
#include "services/engine/source_list.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// What it is made from must outlive it.
class ExplanationWriter {
 public:
  ExplanationWriter(const Knowledge& knowledge,
                    const storage::v1::PatientFacts& facts,
                    const v1::Interpretation& interpretation,
                    const v1::Routine& routine, const std::string& subject);

  // Adds a sentence, unless it was said already.
  void Say(std::string sentence);

  // Tells a finding, what was rejected for it, and every rule that was
  // considered for it.
  void AddFinding(const v1::Finding& finding);

  // Tells a decision of the routine, and what was rejected for it.
  void AddDecision(const v1::Decision& decision);

  // Adds a refusal of an exercise, or what a session leaves out, unless it is
  // there already.
  void AddRefused(const v1::Dropped& refused);

  // Adds the sessions with an item that fits, also at home in their week.
  // Returns the first that is not at home, or nullptr.
  const v1::SessionItem* AddSessions(
      absl::FunctionRef<bool(const v1::SessionItem&)> fits);

  SourceList& sources() { return sources_; }
  const v1::Explanation& explanation() const { return explanation_; }

  // Returns the answer with its sources.
  v1::Explanation Finish();

 private:
  void SayStatus(const v1::Finding& finding);
  void SayUsefulTests(const v1::Finding& finding);
  void AddRules(const v1::Finding& finding);
  void SayFired(const knowledge::v1::Rule& rule, const v1::RuleTrace& trace,
                const v1::Finding& finding);
  void SayLasting(const knowledge::v1::Rule& rule,
                  const v1::ClauseTrace& lasts);
  void SayNotAllowed(const knowledge::v1::Rule& rule, const std::string& muscle,
                     knowledge::v1::Side side,
                     knowledge::v1::Technique technique);
  template <typename Rejections>
  void SayRejected(const Rejections& rejections);
  bool IsSaid(const std::string& reason) const;
  std::string MissingWords(const std::string& key) const;

  const Knowledge& knowledge_;
  const storage::v1::PatientFacts& facts_;
  const v1::Interpretation& interpretation_;
  const v1::Routine& routine_;
  SourceList sources_;
  v1::Explanation explanation_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_EXPLANATION_WRITER_H_
