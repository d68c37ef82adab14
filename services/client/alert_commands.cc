// SPDX-License-Identifier: Apache-2.0
// tonus alert list, acknowledge and watch.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "services/client/alert_text.h"
#include "services/client/commands.h"
#include "services/client/enum_flag.h"
#include "services/client/paging.h"
#include "services/status_macros.h"
#include "tonus/v1/progress_service.grpc.pb.h"

namespace tonus::client {
namespace {

using ProgressStub = v1::ProgressService::Stub;

constexpr char kAllPatients[] = "patients/-";
constexpr char kReasonPrefix[] = "ALERT_REASON_";
constexpr char kKindPrefix[] = "ALERT_KIND_";

struct ListFlags {
  std::string patient;
  std::vector<std::string> kinds;
  v1::ListAlertsRequest request;
};

absl::Status ListAll(const Invocation& invocation, const ListFlags& flags) {
  v1::ListAlertsRequest request = flags.request;
  request.set_parent(flags.patient.empty() ? kAllPatients
                                           : PatientName(flags.patient));
  for (const std::string& kind : flags.kinds) {
    TONUS_ASSIGN_OR_RETURN(
        const auto value,
        ParseEnum<knowledge::v1::AlertKind>("--kind", kind, kKindPrefix));
    request.add_kinds(value);
  }
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::ListAlertsResponse response,
                         List(connection, &ProgressStub::ListAlerts, request));
  return PrintList(invocation, response, response.alerts(), AlertText);
}

struct AcknowledgeFlags {
  std::string name;
  std::string reason;
  std::string etag;
  std::string request_id;
};

absl::Status Acknowledge(const Invocation& invocation,
                         const AcknowledgeFlags& flags) {
  v1::AcknowledgeAlertRequest request;
  request.set_name(flags.name);
  TONUS_ASSIGN_OR_RETURN(
      const auto reason,
      ParseEnum<v1::AlertReason>("--reason", flags.reason, kReasonPrefix));
  request.set_reason(reason);
  request.set_etag(flags.etag);
  request.set_request_id(RequestId(flags.request_id));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(
      const v1::AcknowledgeAlertResponse response,
      connection.Call(&ProgressStub::AcknowledgeAlert, request));
  return Print(invocation, {response, {response.alert().name()}, [&] {
                              return AlertText(response.alert());
                            }});
}

void PrintAlert(const Invocation& invocation, const v1::Alert& alert) {
  std::ostream& out = invocation.streams.out;
  if (invocation.output == Output::kJson) {
    std::string json;
    google::protobuf::util::MessageToJsonString(alert, &json);
    out << json << "\n";
  } else if (invocation.output == Output::kName) {
    out << alert.name() << "\n";
  } else {
    out << AlertText(alert);
  }
  out << std::flush;
}

absl::Status Watch(const Invocation& invocation, int count) {
  v1::WatchAlertsRequest request;
  request.set_parent(kAllPatients);
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  int left = count;
  bool heard = true;
  absl::Status status;
  // A watch that broke is taken up where it was; a server that is gone for good
  // is asked once more.
  while (heard && (count == 0 || left > 0)) {
    heard = false;
    status = connection.Listen<ProgressStub, v1::WatchAlertsRequest,
                               v1::WatchAlertsResponse>(
        &ProgressStub::WatchAlerts, request,
        [&](const v1::WatchAlertsResponse& response) {
          heard = true;
          if (response.has_time()) {
            *request.mutable_after_time() = response.time();
          }
          if (!response.has_alert()) return true;
          PrintAlert(invocation, response.alert());
          return count == 0 || --left > 0;
        });
    if (!absl::IsUnavailable(status)) return status;
  }
  return status;
}

}  // namespace

void AddAlertCommands(CLI::App& app, Invocation* invocation) {
  CLI::App* group =
      app.add_subcommand("alert", "What clinicians are told without asking");
  group->require_subcommand(1);
  CLI::App* list =
      group->add_subcommand("list", "Lists open alerts, the most urgent first");
  auto flags = std::make_shared<ListFlags>();
  list->add_option("--patient", flags->patient,
                   "Of this patient; of all when not given");
  AddRepeated(list, "--kind", &flags->kinds,
              absl::StrCat("Only of this kind; may be repeated: ",
                           EnumWords(*knowledge::v1::AlertKind_descriptor(),
                                     kKindPrefix)));
  list->add_flag_callback(
      "--closed", [=] { flags->request.set_show_closed(true); },
      "Closed ones too, of one patient");
  AddPageOptions(list, &flags->request);
  SetAction(list, invocation, [=] { return ListAll(*invocation, *flags); });

  CLI::App* acknowledge =
      group->add_subcommand("acknowledge", "Closes an alert with a reason");
  auto said = std::make_shared<AcknowledgeFlags>();
  acknowledge->add_option("name", said->name, "patients/ID/alerts/ID")
      ->required();
  acknowledge
      ->add_option(
          "--reason", said->reason,
          absl::StrCat("What came of it: ",
                       EnumWords(*v1::AlertReason_descriptor(), kReasonPrefix)))
      ->required();
  acknowledge->add_option("--etag", said->etag,
                          "Fail when the patient changed since this etag");
  AddRequestIdOption(acknowledge, &said->request_id);
  SetAction(acknowledge, invocation,
            [=] { return Acknowledge(*invocation, *said); });

  CLI::App* watch = group->add_subcommand(
      "watch", "Prints the open alerts, then each as it changes");
  auto count = std::make_shared<int>(0);
  watch
      ->add_option("--count", *count,
                   "Ends after so many; goes on until it is interrupted when "
                   "not given")
      ->check(FromOne());
  SetAction(watch, invocation, [=] { return Watch(*invocation, *count); });
}

}  // namespace tonus::client
