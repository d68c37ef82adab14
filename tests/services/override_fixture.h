// SPDX-License-Identifier: Apache-2.0
// What tests of overrides share.

#ifndef TONUS_TESTS_SERVICES_OVERRIDE_FIXTURE_H_
#define TONUS_TESTS_SERVICES_OVERRIDE_FIXTURE_H_

#include <string>
#include <vector>

#include "tests/services/service_test.h"

namespace tonus::testing {

class OverrideFixture : public ServiceTest {
 protected:
  absl::StatusOr<v1::SetOverrideResponse> Set(const std::string& patient,
                                              const std::string& change,
                                              absl::Duration later = {}) {
    Call call = CallOf();
    call.time += later;
    v1::SetOverrideRequest request;
    request.set_parent(patient);
    *request.mutable_override() = ParseText<v1::Override>(change);
    if (request.override().reason() == v1::OVERRIDE_REASON_UNSPECIFIED) {
      request.mutable_override()->set_reason(
          v1::OVERRIDE_REASON_CLINICAL_FINDING);
    }
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           routines_.SetOverride(call, request));
    return Parsed(reply);
  }

  absl::StatusOr<v1::ClearOverrideResponse> Clear(const std::string& name,
                                                  absl::Duration later = {}) {
    Call call = CallOf();
    call.time += later;
    v1::ClearOverrideRequest request;
    request.set_name(name);
    request.set_reason(v1::OVERRIDE_REASON_NOT_TOLERATED);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           routines_.ClearOverride(call, request));
    return Parsed(reply);
  }

  std::vector<std::string> List(const std::string& patient, bool ended) {
    Call call = CallOf();
    call.time += absl::Hours(24 * 4);
    v1::ListOverridesRequest request;
    request.set_parent(patient);
    request.set_include_ended(ended);
    request.set_page_size(1);
    std::vector<std::string> names;
    do {
      const auto page = routines_.ListOverrides(call, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      EXPECT_LE(page->overrides_size(), 1);
      for (const auto& override : page->overrides()) {
        names.push_back(override.name());
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
};

inline std::vector<std::string> ExercisesOf(const v1::Session& session) {
  std::vector<std::string> exercises;
  for (const auto& item : session.items()) exercises.push_back(item.exercise());
  return exercises;
}

inline const v1::SessionItem* FindItem(const v1::Session& session,
                                       const std::string& exercise) {
  for (const auto& item : session.items()) {
    if (item.exercise() == exercise) return &item;
  }
  return nullptr;
}

// An exercise of the first session that serves a decision.
inline std::string SomeExercise(const v1::Routine& routine) {
  for (const auto& item : routine.sessions(0).items()) {
    if (!item.decision().empty()) return item.exercise();
  }
  return "";
}

}  // namespace tonus::testing

#endif  // TONUS_TESTS_SERVICES_OVERRIDE_FIXTURE_H_
