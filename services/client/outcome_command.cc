// SPDX-License-Identifier: Apache-2.0
// tonus outcome: records answers to outcome measures.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client/commands.h"
#include "services/client/gate_text.h"
#include "services/client/measure_flag.h"
#include "services/client/time_flag.h"
#include "services/client/words.h"
#include "services/status_macros.h"
#include "tonus/v1/progress_service.grpc.pb.h"

namespace tonus::client {
namespace {

using ProgressStub = v1::ProgressService::Stub;

struct OutcomeFlags {
  std::string patient;
  std::vector<std::string> measures;
  std::string time;
  std::string etag;
  std::string request_id;
};

absl::StatusOr<v1::RecordOutcomeRequest> Read(const OutcomeFlags& flags) {
  v1::RecordOutcomeRequest request;
  request.set_parent(PatientName(flags.patient));
  for (const std::string& text : flags.measures) {
    TONUS_ASSIGN_OR_RETURN(*request.add_measures(), ParseMeasure(text));
  }
  if (!flags.time.empty()) {
    TONUS_ASSIGN_OR_RETURN(*request.mutable_answer_time(),
                           ParseTime("--time", flags.time));
  }
  request.set_etag(flags.etag);
  request.set_request_id(RequestId(flags.request_id));
  return request;
}

std::string DueLine(const v1::MeasureDue& measure) {
  return absl::StrCat(
      "  ", measure.display_name(), " (", measure.measure(), ")",
      measure.has_due_date()
          ? absl::StrCat(measure.due() ? ", due since " : ", due on ",
                         DateWord(measure.due_date()))
          : "",
      "\n");
}

std::string TextOf(const v1::RecordOutcomeResponse& response) {
  std::string text = absl::StrCat(GateText(response.gate(), response.notices()),
                                  "Recorded as ", response.assessment(), "\n");
  for (const v1::Outcome& outcome : response.outcomes()) {
    absl::StrAppend(&text, "  ", outcome.text(), "\n");
  }
  if (!response.next_measures().empty()) {
    absl::StrAppend(&text, "To be answered next:\n");
    for (const v1::MeasureDue& measure : response.next_measures()) {
      absl::StrAppend(&text, DueLine(measure));
    }
  }
  if (!response.proposal().empty()) {
    absl::StrAppend(&text, "Waits for a review: ", response.proposal(), "\n");
  }
  return text;
}

absl::Status RecordAnswers(const Invocation& invocation,
                           const OutcomeFlags& flags) {
  TONUS_ASSIGN_OR_RETURN(const v1::RecordOutcomeRequest request, Read(flags));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(
      const v1::RecordOutcomeResponse response,
      connection.Call(&ProgressStub::RecordOutcome, request));
  return Print(invocation, {response, {response.assessment()}, [&] {
                              return TextOf(response);
                            }});
}

}  // namespace

void AddOutcomeCommand(CLI::App& app, Invocation* invocation) {
  CLI::App* outcome = app.add_subcommand(
      "outcome", "Records answers to outcome measures and says what changed");
  auto flags = std::make_shared<OutcomeFlags>();
  AddPatientOption(outcome, &flags->patient);
  AddRepeated(outcome, "--measure", &flags->measures,
              "Answers, for example rmdq:total=7 or "
              "start_back_total:items=1 0 1 0 1 1 0 1 3; may be repeated")
      ->required();
  outcome->add_option("--time", flags->time,
                      "When they were given, for example "
                      "2026-03-01T07:30:00Z; now when not given");
  outcome->add_option("--etag", flags->etag,
                      "Fail when the patient changed since this etag");
  AddRequestIdOption(outcome, &flags->request_id);
  SetAction(outcome, invocation,
            [=] { return RecordAnswers(*invocation, *flags); });
}

}  // namespace tonus::client
