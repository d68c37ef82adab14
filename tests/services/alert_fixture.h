// SPDX-License-Identifier: Apache-2.0
// What tests of alerts share.

#ifndef TONUS_TESTS_SERVICES_ALERT_FIXTURE_H_
#define TONUS_TESTS_SERVICES_ALERT_FIXTURE_H_

#include <string>
#include <vector>

#include "tests/services/log_fixture.h"

namespace tonus::testing {

class AlertFixture : public LogFixture {
 protected:
  static constexpr char kEverybody[] = "patients/-";

  // The alerts that a clinician sees so many hours after the beginning.
  std::vector<v1::Alert> Alerts(const std::string& parent, int hours,
                                bool show_closed = false) {
    Call call = At(hours);
    v1::ListAlertsRequest request;
    request.set_parent(parent);
    request.set_show_closed(show_closed);
    const auto response = progress_.ListAlerts(call, request);
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return {};
    return {response->alerts().begin(), response->alerts().end()};
  }

  static std::vector<knowledge::v1::AlertKind> KindsOf(
      const std::vector<v1::Alert>& alerts) {
    std::vector<knowledge::v1::AlertKind> kinds;
    for (const v1::Alert& alert : alerts) kinds.push_back(alert.kind());
    return kinds;
  }

  absl::StatusOr<v1::AcknowledgeAlertResponse> Acknowledge(
      const std::string& name, int hours,
      v1::AlertReason reason = v1::ALERT_REASON_CONTACTED) {
    Call call = At(hours);
    v1::AcknowledgeAlertRequest request;
    request.set_name(name);
    request.set_reason(reason);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           progress_.AcknowledgeAlert(call, request));
    return Parsed(reply);
  }

  // A yes to a red flag at the check-in before a session.
  void AnswerYes(const std::string& patient, const std::string& flag,
                 int hours) {
    Call call = At(hours);
    v1::StartSessionRequest request;
    request.set_name(patient + "/routine/sessions/1");
    request.mutable_recheck()->set_others_denied(true);
    v1::RedFlagAnswer* answer = request.mutable_recheck()->add_answers();
    answer->set_red_flag(flag);
    answer->set_present(true);
    EXPECT_THAT(routines_.StartSession(call, request), IsOk());
  }
};

}  // namespace tonus::testing

#endif  // TONUS_TESTS_SERVICES_ALERT_FIXTURE_H_
