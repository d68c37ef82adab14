// SPDX-License-Identifier: Apache-2.0
#include "services/assessment/assessment_resource.h"

#include "absl/strings/str_cat.h"
#include "services/resource_names.h"
#include "services/timestamp.h"
#include "services/validation/history.h"
#include "services/validation/measures.h"
#include "services/validation/screening.h"
#include "services/validation/time.h"

namespace tonus {

google::protobuf::Timestamp AssessmentTime(const v1::Assessment& assessment,
                                           absl::Time now) {
  return assessment.has_assessment_time() ? assessment.assessment_time()
                                          : ToTimestamp(now);
}

storage::v1::AssessmentFact AssessmentFactOf(const v1::Assessment& assessment,
                                             absl::Time now) {
  storage::v1::AssessmentFact fact;
  *fact.mutable_effective_time() = AssessmentTime(assessment, now);
  *fact.mutable_results() = assessment.results();
  if (assessment.has_screening()) {
    *fact.mutable_screening() = assessment.screening();
  }
  if (assessment.has_history()) {
    *fact.mutable_history() = assessment.history();
  }
  *fact.mutable_measures() = assessment.measures();
  return fact;
}

const storage::v1::AssessmentFact* AssessmentFactIn(
    const storage::v1::Event& event) {
  if (event.has_assessment_submitted()) return &event.assessment_submitted();
  if (event.has_outcome_recorded()) return &event.outcome_recorded();
  if (event.assessment_amended().has_fact()) {
    return &event.assessment_amended().fact();
  }
  return nullptr;
}

v1::Assessment AssessmentOfFact(const storage::v1::AssessmentFact& fact) {
  v1::Assessment assessment;
  *assessment.mutable_assessment_time() = fact.effective_time();
  *assessment.mutable_results() = fact.results();
  if (fact.has_screening()) *assessment.mutable_screening() = fact.screening();
  if (fact.has_history()) *assessment.mutable_history() = fact.history();
  *assessment.mutable_measures() = fact.measures();
  return assessment;
}

v1::Assessment AssessmentOf(const std::string& patient,
                            const storage::v1::Event& event,
                            absl::string_view etag) {
  v1::Assessment assessment = AssessmentOfFact(*AssessmentFactIn(event));
  assessment.set_name(AssessmentName{patient, event.revision()}.ToString());
  if (event.has_assessment_amended()) {
    const auto& amendment = event.assessment_amended();
    assessment.set_amends(
        AssessmentName{patient, amendment.superseded_revisions(0)}.ToString());
    assessment.set_amendment_reason(amendment.reason());
  }
  *assessment.mutable_create_time() = event.record_time();
  assessment.set_recorded_by(event.role());
  assessment.set_revision(event.revision());
  assessment.set_etag(std::string(etag));
  assessment.set_pack_version(event.pack_version());
  return assessment;
}

void CheckTold(absl::string_view field, const v1::Assessment& assessment,
               const engine::Knowledge& knowledge, absl::Time now,
               Violations* violations) {
  if (assessment.has_assessment_time()) {
    CheckPastTime(absl::StrCat(field, ".assessment_time"),
                  assessment.assessment_time(), now, violations);
  }
  CheckScreening(absl::StrCat(field, ".screening"), assessment.screening(),
                 knowledge, violations);
  CheckHistory(absl::StrCat(field, ".history"), assessment.history(), knowledge,
               violations);
  CheckMeasures(field, assessment, knowledge, now, violations);
}

}  // namespace tonus
