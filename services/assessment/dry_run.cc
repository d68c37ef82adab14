// SPDX-License-Identifier: Apache-2.0
#include "services/assessment/dry_run.h"

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
  TONUS_RETURN_IF_ERROR(violations.ToStatus());

  DryRun dry_run;
  dry_run.today = request.has_date()
                      ? engine::ToCivilDay(request.date())
                      : absl::ToCivilDay(now, absl::UTCTimeZone());
  storage::v1::PatientFacts& facts = dry_run.facts;
  facts.set_time_zone("UTC");
  storage::v1::ProfileFact* profile = facts.add_profiles();
  profile->set_time_zone("UTC");
  *profile->mutable_effective_time() =
      AssessmentTime(request.assessment(), now);
  *profile->mutable_profile() = request.profile();
  *facts.add_assessments() = AssessmentFactOf(request.assessment(), now);
  *facts.mutable_clearances() = request.clearances();
  return dry_run;
}

}  // namespace tonus
