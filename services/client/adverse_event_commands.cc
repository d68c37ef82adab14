// SPDX-License-Identifier: Apache-2.0
// tonus adverse-event record and list.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/client/alert_text.h"
#include "services/client/commands.h"
#include "services/client/enum_flag.h"
#include "services/client/gate_text.h"
#include "services/client/paging.h"
#include "services/client/time_flag.h"
#include "services/client/told_words.h"
#include "services/status_macros.h"
#include "tonus/v1/progress_service.grpc.pb.h"

namespace tonus::client {
namespace {

using ProgressStub = v1::ProgressService::Stub;

constexpr char kAllPatients[] = "patients/-";
constexpr char kKindPrefix[] = "ADVERSE_EVENT_KIND_";
constexpr char kSeverityPrefix[] = "ADVERSE_EVENT_SEVERITY_";
constexpr char kRelationPrefix[] = "ADVERSE_EVENT_RELATION_";
constexpr char kCoursePrefix[] = "ADVERSE_EVENT_COURSE_";

struct RecordFlags {
  std::string patient;
  std::string date;
  std::string kind;
  std::string severity;
  std::string relation = "not-assessed";
  std::string course = "unknown";
  int session = 0;
  std::string exercise;
  std::string side;
  std::string etag;
  std::string request_id;
};

absl::StatusOr<v1::RecordAdverseEventRequest> Read(const RecordFlags& flags) {
  v1::RecordAdverseEventRequest request;
  request.set_parent(PatientName(flags.patient));
  v1::AdverseEvent* event = request.mutable_adverse_event();
  TONUS_ASSIGN_OR_RETURN(*event->mutable_onset_date(),
                         ParseDate("--date", flags.date));
  TONUS_ASSIGN_OR_RETURN(
      const auto kind,
      ParseEnum<v1::AdverseEventKind>("--kind", flags.kind, kKindPrefix));
  event->set_kind(kind);
  TONUS_ASSIGN_OR_RETURN(const auto severity,
                         ParseEnum<knowledge::v1::AdverseEventSeverity>(
                             "--severity", flags.severity, kSeverityPrefix));
  event->set_severity(severity);
  TONUS_ASSIGN_OR_RETURN(const auto relation,
                         ParseEnum<v1::AdverseEventRelation>(
                             "--relation", flags.relation, kRelationPrefix));
  event->set_relation(relation);
  TONUS_ASSIGN_OR_RETURN(const auto course,
                         ParseEnum<v1::AdverseEventCourse>(
                             "--course", flags.course, kCoursePrefix));
  event->set_course(course);
  event->set_session_number(flags.session);
  event->set_exercise(flags.exercise);
  if (!flags.side.empty()) {
    const auto side = SideOf(flags.side);
    if (!side.has_value()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--side ", flags.side, ": must be L, R or M"));
    }
    event->set_side(*side);
  }
  request.set_etag(flags.etag);
  request.set_request_id(RequestId(flags.request_id));
  return request;
}

absl::Status RecordEvent(const Invocation& invocation,
                         const RecordFlags& flags) {
  TONUS_ASSIGN_OR_RETURN(const v1::RecordAdverseEventRequest request,
                         Read(flags));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(
      const v1::RecordAdverseEventResponse response,
      connection.Call(&ProgressStub::RecordAdverseEvent, request));
  return Print(invocation, {response, {response.adverse_event().name()}, [&] {
                              return absl::StrCat(
                                  GateText(response.gate(), response.notices()),
                                  AdverseEventText(response.adverse_event()));
                            }});
}

absl::Status ListAll(const Invocation& invocation, const std::string& patient,
                     v1::ListAdverseEventsRequest request) {
  request.set_parent(patient.empty() ? kAllPatients : PatientName(patient));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(
      const v1::ListAdverseEventsResponse response,
      List(connection, &ProgressStub::ListAdverseEvents, request));
  return PrintList(invocation, response, response.adverse_events(),
                   AdverseEventText);
}

void AddRecordCommand(CLI::App* group, Invocation* invocation) {
  CLI::App* record = group->add_subcommand(
      "record", "Registers something harmful; a severe event closes the gate");
  auto flags = std::make_shared<RecordFlags>();
  AddPatientOption(record, &flags->patient);
  record->add_option("--date", flags->date, "When it began, YYYY-MM-DD")
      ->required();
  const auto add =
      [&](const char* name, std::string* value, const std::string& what,
          const google::protobuf::EnumDescriptor& type, const char* prefix) {
        return record->add_option(
            name, *value, absl::StrCat(what, ": ", EnumWords(type, prefix)));
      };
  add("--kind", &flags->kind, "What happened",
      *v1::AdverseEventKind_descriptor(), kKindPrefix)
      ->required();
  add("--severity", &flags->severity, "How bad it was",
      *knowledge::v1::AdverseEventSeverity_descriptor(), kSeverityPrefix)
      ->required();
  add("--relation", &flags->relation, "Whether the programme caused it",
      *v1::AdverseEventRelation_descriptor(), kRelationPrefix)
      ->capture_default_str();
  add("--course", &flags->course, "How the person is now",
      *v1::AdverseEventCourse_descriptor(), kCoursePrefix)
      ->capture_default_str();
  record->add_option("--session", flags->session,
                     "Number of the session in which it happened");
  record->add_option("--exercise", flags->exercise,
                     "Exercise that brought it, for example glute_bridge");
  record->add_option("--side", flags->side, "Its side: L, R or M");
  record->add_option("--etag", flags->etag,
                     "Fail when the patient changed since this etag");
  AddRequestIdOption(record, &flags->request_id);
  SetAction(record, invocation,
            [=] { return RecordEvent(*invocation, *flags); });
}

}  // namespace

void AddAdverseEventCommands(CLI::App& app, Invocation* invocation) {
  CLI::App* group =
      app.add_subcommand("adverse-event", "The register of harmful events");
  group->require_subcommand(1);
  AddRecordCommand(group, invocation);
  CLI::App* list =
      group->add_subcommand("list", "Lists entries, the latest first");
  auto patient = std::make_shared<std::string>();
  auto request = std::make_shared<v1::ListAdverseEventsRequest>();
  list->add_option("--patient", *patient,
                   "Of this patient; of all when not given");
  AddPageOptions(list, request.get());
  SetAction(list, invocation,
            [=] { return ListAll(*invocation, *patient, *request); });
}

}  // namespace tonus::client
