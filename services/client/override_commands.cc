// SPDX-License-Identifier: Apache-2.0
// tonus override set, list and clear, and tonus clearance record.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/client/commands.h"
#include "services/client/diff_text.h"
#include "services/client/override_flag.h"
#include "services/client/override_text.h"
#include "services/client/paging.h"
#include "services/client/time_flag.h"
#include "services/status_macros.h"
#include "tonus/v1/patient_service.grpc.pb.h"
#include "tonus/v1/routine_service.grpc.pb.h"

namespace tonus::client {
namespace {

using Patients = v1::PatientService::Stub;
using Routines = v1::RoutineService::Stub;

struct SetFlags {
  std::string patient;
  std::string change;
  std::string from;
  std::string until;
  std::string reason;
  std::string etag;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Set(const Invocation& invocation, const SetFlags& flags) {
  v1::SetOverrideRequest request;
  request.set_parent(PatientName(flags.patient));
  v1::Override* override = request.mutable_override();
  TONUS_ASSIGN_OR_RETURN(*override, ParseOverride("override", flags.change));
  if (!flags.from.empty()) {
    TONUS_ASSIGN_OR_RETURN(*override->mutable_start_date(),
                           ParseDate("--from", flags.from));
  }
  if (!flags.until.empty()) {
    TONUS_ASSIGN_OR_RETURN(*override->mutable_end_date(),
                           ParseDate("--until", flags.until));
  }
  TONUS_ASSIGN_OR_RETURN(const v1::OverrideReason reason,
                         ParseOverrideReason(flags.reason));
  override->set_reason(reason);
  request.set_etag(flags.etag);
  request.set_request_id(RequestId(flags.request_id));
  request.set_validate_only(flags.validate_only);
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::SetOverrideResponse response,
                         connection.Call(&Routines::SetOverride, request));
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    const std::string done =
        flags.validate_only
            ? std::string("Checked; nothing was stored.\n")
            : absl::StrCat("Set ", OverrideLine(response.override(), names));
    return absl::StrCat(done, RefusedText(response.refused(), names),
                        response.has_diff() ? DiffText(response.diff(), names)
                                            : "There is no routine yet.\n");
  };
  return Print(invocation, {response, {response.override().name()}, text});
}

absl::Status ListAll(const Invocation& invocation,
                     v1::ListOverridesRequest request,
                     const std::string& patient) {
  request.set_parent(PatientName(patient));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::ListOverridesResponse response,
                         List(connection, &Routines::ListOverrides, request));
  TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
  return PrintList(invocation, response, response.overrides(),
                   [&](const v1::Override& override) {
                     return OverrideLine(override, names);
                   });
}

struct ClearFlags {
  std::string name;
  std::string reason;
  std::string etag;
  std::string request_id;
};

absl::Status Clear(const Invocation& invocation, const ClearFlags& flags) {
  v1::ClearOverrideRequest request;
  request.set_name(flags.name);
  TONUS_ASSIGN_OR_RETURN(const v1::OverrideReason reason,
                         ParseOverrideReason(flags.reason));
  request.set_reason(reason);
  request.set_etag(flags.etag);
  request.set_request_id(RequestId(flags.request_id));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::ClearOverrideResponse response,
                         connection.Call(&Routines::ClearOverride, request));
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    return absl::StrCat("Cleared ", OverrideLine(response.override(), names),
                        response.has_diff() ? DiffText(response.diff(), names)
                                            : "There is no routine yet.\n");
  };
  return Print(invocation, {response, {response.override().name()}, text});
}

struct ClearanceFlags {
  std::string patient;
  std::string subject;
  std::string date;
  std::string reason;
  std::string etag;
  std::string request_id;
};

absl::Status RecordClearance(const Invocation& invocation,
                             const ClearanceFlags& flags) {
  v1::RecordClearanceRequest request;
  request.set_name(PatientName(flags.patient));
  request.mutable_clearance()->set_subject(flags.subject);
  if (!flags.date.empty()) {
    TONUS_ASSIGN_OR_RETURN(*request.mutable_clearance()->mutable_date(),
                           ParseDate("--date", flags.date));
  }
  TONUS_ASSIGN_OR_RETURN(const v1::OverrideReason reason,
                         ParseOverrideReason(flags.reason));
  request.set_reason(reason);
  request.set_etag(flags.etag);
  request.set_request_id(RequestId(flags.request_id));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::RecordClearanceResponse response,
                         connection.Call(&Patients::RecordClearance, request));
  return Print(invocation, {response, {request.name()}, [&] {
                              return ClearanceText(response);
                            }});
}

void AddEtagOption(CLI::App* command, std::string* etag) {
  command->add_option("--etag", *etag,
                      "Fail when the patient changed since this etag");
}

void AddReasonOption(CLI::App* command, std::string* reason) {
  command
      ->add_option("--reason", *reason,
                   absl::StrCat("Why: ", OverrideReasonWords()))
      ->required();
}

void AddSetCommand(CLI::App* group, Invocation* invocation) {
  CLI::App* set = group->add_subcommand(
      "set",
      absl::StrCat("Sets an override and plans the running block again.\n",
                   OverrideHelp()));
  auto flags = std::make_shared<SetFlags>();
  AddPatientOption(set, &flags->patient);
  set->add_option("override", flags->change, "What is overridden, as above")
      ->required();
  AddReasonOption(set, &flags->reason);
  set->add_option("--from", flags->from,
                  "First day, YYYY-MM-DD; today when not given");
  set->add_option("--until", flags->until,
                  "Last day, YYYY-MM-DD; until it is cleared when not given");
  AddEtagOption(set, &flags->etag);
  set->add_flag("--validate-only", flags->validate_only,
                "Say what would change without storing");
  AddRequestIdOption(set, &flags->request_id);
  SetAction(set, invocation, [=] { return Set(*invocation, *flags); });
}

void AddListCommand(CLI::App* group, Invocation* invocation) {
  CLI::App* list =
      group->add_subcommand("list", "Lists overrides, the one set last first");
  auto patient = std::make_shared<std::string>();
  auto request = std::make_shared<v1::ListOverridesRequest>();
  AddPatientOption(list, patient.get());
  list->add_flag_callback(
      "--ended", [=] { request->set_include_ended(true); },
      "Also those that were cleared or are over");
  AddPageOptions(list, request.get());
  SetAction(list, invocation,
            [=] { return ListAll(*invocation, *request, *patient); });
}

}  // namespace

void AddOverrideCommands(CLI::App& app, Invocation* invocation) {
  CLI::App* group = app.add_subcommand(
      "override", "A clinician's word, which wins over the rules");
  group->require_subcommand(1);
  AddSetCommand(group, invocation);
  AddListCommand(group, invocation);
  CLI::App* clear = group->add_subcommand(
      "clear", "Clears an override: it holds no longer from today on");
  auto flags = std::make_shared<ClearFlags>();
  clear->add_option("name", flags->name, "patients/ID/overrides/NUMBER")
      ->required();
  AddReasonOption(clear, &flags->reason);
  AddEtagOption(clear, &flags->etag);
  AddRequestIdOption(clear, &flags->request_id);
  SetAction(clear, invocation, [=] { return Clear(*invocation, *flags); });
}

void AddClearanceCommands(CLI::App& app, Invocation* invocation) {
  CLI::App* group = app.add_subcommand(
      "clearance", "What may be trained with although it closes the gate");
  group->require_subcommand(1);
  CLI::App* record = group->add_subcommand(
      "record",
      "Records that a condition or red flag may be trained with: it opens what "
      "it names for 12 weeks, or until the next red flag or stop symptom");
  auto flags = std::make_shared<ClearanceFlags>();
  AddPatientOption(record, &flags->patient);
  record
      ->add_option("subject", flags->subject,
                   "Id of a condition or red flag, for example cond_cardiac")
      ->required();
  record->add_option("--date", flags->date,
                     "Its day, YYYY-MM-DD; today when not given");
  AddReasonOption(record, &flags->reason);
  AddEtagOption(record, &flags->etag);
  AddRequestIdOption(record, &flags->request_id);
  SetAction(record, invocation,
            [=] { return RecordClearance(*invocation, *flags); });
}

}  // namespace tonus::client
