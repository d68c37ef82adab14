// SPDX-License-Identifier: Apache-2.0
// What tests of logs share: every kind of log, told at some hour.

#ifndef TONUS_TESTS_SERVICES_LOG_FIXTURE_H_
#define TONUS_TESTS_SERVICES_LOG_FIXTURE_H_

#include <string>

#include "services/engine/deterministic_bytes.h"
#include "tests/services/service_test.h"

namespace tonus::testing {

class LogFixture : public ServiceTest {
 protected:
  // A call so many hours after Monday 2026-01-05, 9:00 UTC, 10:00 in Berlin.
  static Call At(int hours, v1::Role role = v1::ROLE_CLINICIAN) {
    Call call = CallOf();
    call.time += absl::Hours(hours);
    call.principal.role = role;
    return call;
  }

  // That time, as text proto.
  static std::string Time(int hours) {
    return absl::StrCat("{ seconds: ", absl::ToUnixSeconds(At(hours).time),
                        " }");
  }

  absl::StatusOr<v1::LogSessionResponse> Log(const std::string& patient,
                                             const std::string& log,
                                             int hours = 0) {
    Call call = At(hours);
    v1::LogSessionRequest request;
    request.set_parent(patient);
    *request.mutable_session_log() = ParseText<v1::SessionLog>(log);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           progress_.LogSession(call, request));
    return Parsed(reply);
  }

  absl::StatusOr<v1::RecordMorningResponse> Morning(const std::string& patient,
                                                    const std::string& morning,
                                                    int hours) {
    Call call = At(hours);
    v1::RecordMorningRequest request;
    request.set_parent(patient);
    *request.mutable_morning() = ParseText<v1::Morning>(morning);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           progress_.RecordMorning(call, request));
    return Parsed(reply);
  }

  absl::StatusOr<v1::LogHomeItemsResponse> Home(const std::string& patient,
                                                const std::string& log,
                                                int hours = 0) {
    Call call = At(hours);
    v1::LogHomeItemsRequest request;
    request.set_parent(patient);
    *request.mutable_home_log() = ParseText<v1::HomeLog>(log);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           progress_.LogHomeItems(call, request));
    return Parsed(reply);
  }

  // `request` is an AmendLogRequest without its name.
  absl::StatusOr<v1::AmendLogResponse> Amend(
      const std::string& log, const std::string& request, int hours = 100,
      v1::Role role = v1::ROLE_CLINICIAN) {
    Call call = At(hours, role);
    auto amendment = ParseText<v1::AmendLogRequest>(request);
    amendment.set_name(log);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           progress_.AmendLog(call, amendment));
    return Parsed(reply);
  }

  v1::ListLogsResponse List(const std::string& patient, v1::LogKind kind,
                            bool show_superseded = false) {
    Call call = At(200);
    v1::ListLogsRequest request;
    request.set_parent(patient);
    request.set_kind(kind);
    request.set_show_superseded(show_superseded);
    const auto response = progress_.ListLogs(call, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? *response : v1::ListLogsResponse();
  }

  // What is known of the patient, which does not mention how it came in; after
  // a look whether a rebuild gives the same.
  storage::v1::PatientFacts Facts(const std::string& patient) {
    const auto state = log_.ReadState(RefOf(patient));
    const auto rebuilt = log_.RebuildState(RefOf(patient));
    EXPECT_THAT(state, IsOk());
    EXPECT_THAT(rebuilt, IsOk());
    if (!state.ok() || !rebuilt.ok()) return {};
    EXPECT_EQ(engine::DeterministicBytes(*rebuilt),
              engine::DeterministicBytes(*state));
    return state->facts();
  }
};

}  // namespace tonus::testing

#endif  // TONUS_TESTS_SERVICES_LOG_FIXTURE_H_
