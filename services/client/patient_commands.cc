// SPDX-License-Identifier: Apache-2.0
// tonus patient create, get, update and list.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client/alert_text.h"
#include "services/client/commands.h"
#include "services/client/paging.h"
#include "services/client/record_text.h"
#include "services/status_macros.h"
#include "tonus/v1/patient_service.grpc.pb.h"

namespace tonus::client {
namespace {

using Patients = v1::PatientService::Stub;

void AddProfileOptions(CLI::App* command, ProfileFlags* flags) {
  command->add_option("-f,--file", flags->file,
                      "A tonus.v1.Profile in text proto or JSON; - for "
                      "standard input");
  AddPersonOptions(command, flags);
}

absl::Status PrintPatient(const Invocation& invocation,
                          const v1::Patient& patient) {
  return Print(invocation, {patient, {patient.name()}, [&] {
                              return PatientText(patient);
                            }});
}

struct CreateFlags {
  ProfileFlags profile;
  std::string external_id;
  std::string time_zone;
  std::string request_id;
};

absl::Status Create(const Invocation& invocation, const CreateFlags& flags) {
  v1::CreatePatientRequest request;
  TONUS_ASSIGN_OR_RETURN(*request.mutable_patient()->mutable_profile(),
                         ReadProfile(flags.profile, invocation.streams.in));
  request.mutable_patient()->set_external_id(flags.external_id);
  request.mutable_patient()->set_time_zone(flags.time_zone);
  request.set_request_id(RequestId(flags.request_id));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::Patient patient,
                         connection.Call(&Patients::CreatePatient, request));
  return PrintPatient(invocation, patient);
}

struct UpdateFlags {
  std::string patient;
  ProfileFlags profile;
  std::string time_zone;
  std::vector<std::string> cleared;  // Fields of the profile.
  std::string etag;
  std::string request_id;
};

absl::Status Update(const Invocation& invocation, const UpdateFlags& flags) {
  v1::UpdatePatientRequest request;
  v1::Patient* patient = request.mutable_patient();
  patient->set_name(PatientName(flags.patient));
  TONUS_ASSIGN_OR_RETURN(*patient->mutable_profile(),
                         ReadProfile(flags.profile, invocation.streams.in));
  for (const std::string& field : SetFields(patient->profile())) {
    request.mutable_update_mask()->add_paths(absl::StrCat("profile.", field));
  }
  for (const std::string& field : flags.cleared) {
    request.mutable_update_mask()->add_paths(absl::StrCat("profile.", field));
  }
  if (!flags.time_zone.empty()) {
    patient->set_time_zone(flags.time_zone);
    request.mutable_update_mask()->add_paths("time_zone");
  }
  if (request.update_mask().paths().empty()) {
    return absl::InvalidArgumentError(
        "nothing to change: give --file, a flag such as --age 40, or --clear");
  }
  patient->set_etag(flags.etag);
  request.set_request_id(RequestId(flags.request_id));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::Patient updated,
                         connection.Call(&Patients::UpdatePatient, request));
  return PrintPatient(invocation, updated);
}

absl::Status Get(const Invocation& invocation, const std::string& patient) {
  v1::GetPatientRequest request;
  request.set_name(PatientName(patient));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::Patient found,
                         connection.Call(&Patients::GetPatient, request));
  return PrintPatient(invocation, found);
}

// The most urgent alert, and how many more there are.
std::string NeedLine(const v1::PatientNeed& need) {
  if (need.alerts().empty()) return "";
  const v1::Alert& first = need.alerts(0);
  std::string line =
      absl::StrCat("  [", UrgencyWord(first.urgency()), "] ", first.text());
  if (need.alerts_size() > 1) {
    absl::StrAppend(&line, " (and ", need.alerts_size() - 1, " more)");
  }
  return absl::StrCat(line, "\n");
}

absl::Status ListPatients(const Invocation& invocation,
                          const v1::ListPatientsRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::ListPatientsResponse response,
                         List(connection, &Patients::ListPatients, request));
  int i = 0;
  return PrintList(invocation, response, response.patients(),
                   [&](const v1::Patient& patient) {
                     std::string text = PatientLine(patient);
                     if (i < response.needs_size()) {
                       absl::StrAppend(&text, NeedLine(response.needs(i++)));
                     }
                     return text;
                   });
}

}  // namespace

void AddPersonOptions(CLI::App* command, ProfileFlags* flags) {
  command->add_option("--age", flags->age_years, "Completed years");
  command->add_option("--sex", flags->sex, "female or male")
      ->check(CLI::IsMember({"female", "male"}));
  command->add_option("--level", flags->user_level,
                      "Training level, 1 (new to it) to 5");
  command->add_option("--athlete", flags->athlete, "true or false");
  command->add_option("--working", flags->working, "true or false");
  AddRepeated(command, "--equipment", &flags->equipment,
              "Equipment at hand, by id; commas or repeated")
      ->delimiter(',');
  AddRepeated(command, "--condition", &flags->conditions,
              "A health condition: ID or ID:YYYY-MM-DD; may be repeated");
  command->add_option("--complaint", flags->complaint_region,
                      "Region of the main complaint, for example lumbar");
  AddRepeated(command, "--training-days", &flags->training_days,
              "Days for sessions, mon to sun; commas or repeated; three of "
              "them must leave a rest day between each two")
      ->delimiter(',');
  command->add_option("--session-minutes", flags->session_minutes,
                      "Longest session, 15 to 30 minutes");
  AddRepeated(command, "--prefers", &flags->preferred,
              "Exercises that the person likes, by id; commas or repeated")
      ->delimiter(',');
  AddRepeated(command, "--dislikes", &flags->disliked,
              "Exercises that the person dislikes, by id; commas or repeated")
      ->delimiter(',');
  command->add_option("--home-exercises", flags->home,
                      "false: nothing is done at home beside the sessions");
}

void AddPatientCommands(CLI::App& app, Invocation* invocation) {
  CLI::App* group = app.add_subcommand("patient", "People under care");
  group->require_subcommand(1);

  CLI::App* create = group->add_subcommand("create", "Creates a patient");
  auto created = std::make_shared<CreateFlags>();
  AddProfileOptions(create, &created->profile);
  create->add_option("--external-id", created->external_id,
                     "Your own number for the person");
  create->add_option("--time-zone", created->time_zone,
                     "For example Europe/Berlin; UTC when not given");
  AddRequestIdOption(create, &created->request_id);
  SetAction(create, invocation, [=] { return Create(*invocation, *created); });

  CLI::App* get = group->add_subcommand("get", "Shows a patient");
  auto name = std::make_shared<std::string>();
  AddPatientOption(get, name.get());
  SetAction(get, invocation, [=] { return Get(*invocation, *name); });

  CLI::App* update =
      group->add_subcommand("update", "Changes what is given and nothing else");
  auto updated = std::make_shared<UpdateFlags>();
  AddPatientOption(update, &updated->patient);
  AddProfileOptions(update, &updated->profile);
  update->add_option("--time-zone", updated->time_zone,
                     "For example Europe/Berlin");
  AddRepeated(update, "--clear", &updated->cleared,
              "A field of the profile to empty, for example conditions; may "
              "be repeated");
  update->add_option("--etag", updated->etag,
                     "Fail when the patient changed since this etag");
  AddRequestIdOption(update, &updated->request_id);
  SetAction(update, invocation, [=] { return Update(*invocation, *updated); });

  CLI::App* list = group->add_subcommand("list", "Lists patients");
  auto request = std::make_shared<v1::ListPatientsRequest>();
  list->add_flag_callback(
      "--by-need", [=] { request->set_order(v1::PATIENT_ORDER_NEED); },
      "Those first who need a clinician most, with the reason");
  AddPageOptions(list, request.get());
  SetAction(list, invocation,
            [=] { return ListPatients(*invocation, *request); });
}

}  // namespace tonus::client
