// SPDX-License-Identifier: Apache-2.0
#include "services/client/correction.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/client/result_flag.h"
#include "services/status_macros.h"

namespace tonus::client {
namespace {

namespace kb = ::tonus::knowledge::v1;

// Whether a yes to the flag stops exercise until a clinician has cleared it.
bool StopsExercise(const std::string& red_flag,
                   const v1::GetPackResponse& pack) {
  const auto flag = absl::c_find_if(
      pack.red_flags(),
      [&](const kb::RedFlag& one) { return one.id() == red_flag; });
  return flag == pack.red_flags().end() ||
         flag->action() == kb::SAFETY_ACTION_STOP_AND_REFER_URGENT ||
         flag->action() == kb::SAFETY_ACTION_REFER;
}

bool HasYes(const v1::Assessment& assessment, const std::string& red_flag) {
  return absl::c_any_of(
      assessment.screening().answers(), [&](const v1::RedFlagAnswer& answer) {
        return answer.present() && answer.red_flag() == red_flag;
      });
}

}  // namespace

void Replace(const v1::Assessment& changes, v1::Assessment* assessment) {
  for (const v1::TestResult& result : changes.results()) {
    const auto place = absl::c_find_if(
        *assessment->mutable_results(), [&](const v1::TestResult& other) {
          return other.test() == result.test() && other.side() == result.side();
        });
    *(place != assessment->mutable_results()->end()
          ? &*place
          : assessment->add_results()) = result;
  }
  for (const v1::RedFlagAnswer& answer : changes.screening().answers()) {
    auto* answers = assessment->mutable_screening()->mutable_answers();
    const auto place =
        absl::c_find_if(*answers, [&](const v1::RedFlagAnswer& other) {
          return other.red_flag() == answer.red_flag();
        });
    *(place != answers->end() ? &*place : answers->Add()) = answer;
  }
  v1::Assessment rest = changes;
  rest.clear_results();
  rest.mutable_screening()->clear_answers();
  if (!rest.screening().others_denied()) rest.clear_screening();
  assessment->MergeFrom(rest);
}

void Retract(const std::vector<std::string>& flags,
             v1::Assessment* assessment) {
  for (v1::RedFlagAnswer& answer :
       *assessment->mutable_screening()->mutable_answers()) {
    if (absl::c_linear_search(flags, answer.red_flag())) {
      answer.set_present(false);
    }
  }
}

absl::Status RemoveResults(const std::vector<std::string>& names,
                           v1::Assessment* assessment) {
  for (const std::string& name : names) {
    TONUS_ASSIGN_OR_RETURN(const v1::TestResult place,
                           ParseResultPlace("--remove-result", name));
    auto* results = assessment->mutable_results();
    const auto kept = std::remove_if(
        results->begin(), results->end(), [&](const v1::TestResult& result) {
          return result.test() == place.test() &&
                 (place.side() == kb::SIDE_UNSPECIFIED ||
                  place.side() == result.side());
        });
    if (kept == results->end()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--remove-result ", name, ": the assessment has no such result"));
    }
    results->erase(kept, results->end());
  }
  return absl::OkStatus();
}

std::vector<std::string> RetractedFlags(const v1::Assessment& recorded,
                                        const v1::Assessment& corrected,
                                        const v1::GetPackResponse& pack) {
  std::vector<std::string> retracted;
  for (const v1::RedFlagAnswer& answer : recorded.screening().answers()) {
    if (answer.present() && !HasYes(corrected, answer.red_flag()) &&
        StopsExercise(answer.red_flag(), pack)) {
      retracted.push_back(answer.red_flag());
    }
  }
  return retracted;
}

}  // namespace tonus::client
