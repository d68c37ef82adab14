// SPDX-License-Identifier: Apache-2.0
#include "services/assessment/dry_run.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/assessment/assessment_resource.h"
#include "services/engine/facts.h"
#include "services/error.h"
#include "services/status_macros.h"
#include "services/validation/number.h"
#include "services/validation/profile.h"
#include "services/validation/test_results.h"
#include "services/validation/time.h"

namespace tonus {
namespace {

constexpr int kMaxClearances = 100;

void CheckClearances(const std::string& field,
                     const v1::InterpretAssessmentRequest& request,
                     const engine::Knowledge& knowledge, absl::Time now,
                     Violations* violations) {
  CheckCount(field, request.clearances_size(), kMaxClearances, violations);
  if (request.clearances_size() > kMaxClearances) return;
  for (int i = 0; i < request.clearances_size(); ++i) {
    const v1::Clearance& clearance = request.clearances(i);
    const std::string path = absl::StrCat(field, "[", i, "]");
    if (knowledge.FindCondition(clearance.subject()) == nullptr &&
        knowledge.FindRedFlag(clearance.subject()) == nullptr) {
      violations->Add(absl::StrCat(path, ".subject"),
                      "is no condition or red flag of the pack; GetPack lists "
                      "them");
    }
    CheckPastDate(absl::StrCat(path, ".date"), clearance.date(), now,
                  violations);
  }
}

// The day on which it is read, or nothing when nobody gave a real one.
std::optional<absl::CivilDay> GivenDay(
    const v1::InterpretAssessmentRequest& request) {
  if (!request.has_date()) return std::nullopt;
  return engine::ToCivilDay(request.date());
}

// Nothing can be read before it was taken. Without a day it is read now.
void CheckOrder(absl::string_view prefix,
                const v1::InterpretAssessmentRequest& request, absl::Time now,
                Violations* violations) {
  const std::optional<absl::CivilDay> read = GivenDay(request);
  const v1::Assessment& assessment = request.assessment();
  if (read.has_value() && assessment.has_assessment_time() &&
      engine::UtcDay(assessment.assessment_time()) > *read) {
    violations->Add(absl::StrCat(prefix, "date"),
                    "is a day before assessment.assessment_time; an assessment "
                    "is read on its day or later");
  }
  for (int i = 0; i < assessment.results_size(); ++i) {
    const v1::TestResult& result = assessment.results(i);
    if (!result.has_measure_time()) continue;
    const std::string path =
        absl::StrCat(prefix, "assessment.results[", i, "].measure_time");
    if (!read.has_value()) {
      CheckPastTime(path, result.measure_time(), now, violations);
    } else if (engine::UtcDay(result.measure_time()) > *read) {
      violations->Add(path, "is of a later day than date, on which it is read");
    }
    CheckMeasureTime(path, result.measure_time(), assessment.assessment_time(),
                     violations);
  }
}

// When the assessment was taken: without its time on the day on which it is
// read, but not later than now.
google::protobuf::Timestamp TakenAt(
    const v1::InterpretAssessmentRequest& request, absl::Time now) {
  const std::optional<absl::CivilDay> read = GivenDay(request);
  if (read.has_value()) {
    now = std::min(now, absl::FromCivil(*read, absl::UTCTimeZone()));
  }
  return AssessmentTime(request.assessment(), now);
}

}  // namespace

absl::StatusOr<DryRun> ReadDryRun(absl::string_view prefix,
                                  const v1::InterpretAssessmentRequest& request,
                                  const engine::Knowledge& knowledge,
                                  absl::Time now) {
  Violations violations;
  CheckProfile(absl::StrCat(prefix, "profile"), request.profile(), knowledge,
               now, &violations);
  CheckTold(absl::StrCat(prefix, "assessment"), request.assessment(), knowledge,
            now, &violations);
  CheckCount(absl::StrCat(prefix, "assessment.results"),
             request.assessment().results_size(), kMaxResults, &violations);
  CheckClearances(absl::StrCat(prefix, "clearances"), request, knowledge, now,
                  &violations);
  if (request.has_date()) {
    CheckDate(absl::StrCat(prefix, "date"), request.date(), &violations);
  }
  if (violations.empty()) CheckOrder(prefix, request, now, &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());

  DryRun dry_run;
  dry_run.today = request.has_date()
                      ? engine::ToCivilDay(request.date())
                      : absl::ToCivilDay(now, absl::UTCTimeZone());
  storage::v1::PatientFacts& facts = dry_run.facts;
  facts.set_time_zone("UTC");
  storage::v1::ProfileFact* profile = facts.add_profiles();
  profile->set_time_zone("UTC");
  const google::protobuf::Timestamp taken = TakenAt(request, now);
  *profile->mutable_effective_time() = taken;
  *profile->mutable_profile() = request.profile();
  *facts.add_assessments() = AssessmentFactOf(request.assessment(), now);
  *facts.mutable_assessments(0)->mutable_effective_time() = taken;
  *facts.mutable_clearances() = request.clearances();
  return dry_run;
}

}  // namespace tonus
