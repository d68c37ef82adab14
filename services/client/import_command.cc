// SPDX-License-Identifier: Apache-2.0
#include "services/client/import_command.h"

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "services/client/assessment_csv.h"
#include "services/client/assessment_import.h"
#include "services/client/commands.h"
#include "services/client/csv_reader.h"
#include "services/client/words.h"
#include "services/status_macros.h"

namespace tonus::client {
namespace {

struct ImportFlags {
  std::string file;
  bool dry_run = false;
};

// What became of the assessments.
struct Tally {
  int accepted = 0;
  int known = 0;
  int refused = 0;
};

// The count in `tally` to which the result belongs.
int& CountOf(const v1::ImportAssessmentsResponse& response, Tally* tally) {
  if (response.status().code() != 0) return tally->refused;
  return response.already_recorded() ? tally->known : tally->accepted;
}

absl::StatusOr<std::string> ReadTable(const ImportFlags& flags,
                                      std::istream& standard_input) {
  std::ifstream file;
  if (flags.file != "-") file.open(flags.file, std::ios::binary);
  std::istream& input = flags.file == "-" ? standard_input : file;
  std::string text(kMaxCsvBytes + 1, '\0');
  input.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!input.eof() && input.fail()) {
    return absl::InvalidArgumentError(
        absl::StrCat(flags.file, " can not be read"));
  }
  text.resize(input.gcount());
  return text;
}

void PrintComplaints(const ImportFlags& flags,
                     const std::vector<CsvComplaint>& complaints,
                     std::ostream& err) {
  for (const CsvComplaint& complaint : complaints) {
    err << absl::StrCat(flags.file, ":", complaint.line, ": ",
                        complaint.column.empty()
                            ? ""
                            : absl::StrCat("column ", complaint.column, ": "),
                        complaint.text, "\n");
  }
}

// JSON is one document a line, since there is one for each assessment.
void PrintResult(const Invocation& invocation,
                 const v1::ImportAssessmentsResponse& response) {
  std::ostream& out = invocation.streams.out;
  if (invocation.output == Output::kJson) {
    std::string json;
    google::protobuf::util::MessageToJsonString(response, &json);
    out << json << "\n";
  } else if (invocation.output == Output::kName &&
             !response.assessment().empty()) {
    out << response.assessment() << "\n";
  }
}

std::string Summary(const ImportFlags& flags, const Tally& tally,
                    int unanswered) {
  std::string text =
      absl::StrCat(CountWord(tally.accepted, "assessment"),
                   flags.dry_run ? " can be recorded" : " recorded", ", ",
                   tally.known, " recorded before, ", tally.refused, " wrong");
  if (unanswered > 0) absl::StrAppend(&text, ", ", unanswered, " not sent");
  absl::StrAppend(&text,
                  flags.dry_run ? ". Dry run: nothing was stored.\n" : ".\n");
  return text;
}

absl::Status Import(const Invocation& invocation, const ImportFlags& flags) {
  TONUS_ASSIGN_OR_RETURN(const std::string text,
                         ReadTable(flags, invocation.streams.in));
  absl::StatusOr<CsvTable> table = ReadAssessmentCsv(text);
  if (!table.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(flags.file, ":", table.status().message()));
  }
  PrintComplaints(flags, table->complaints, invocation.streams.err);
  Tally tally;
  std::vector<CsvItem> items;
  for (CsvItem& item : table->items) {
    item.request.set_validate_only(flags.dry_run);
    if (item.incomplete) ++tally.refused;
    if (!item.incomplete || flags.dry_run) items.push_back(std::move(item));
  }
  const int assessments = static_cast<int>(table->items.size());
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  const absl::Status status = ImportAssessments(
      connection, items,
      [&](const CsvItem& item, const v1::ImportAssessmentsResponse& response) {
        PrintResult(invocation, response);
        if (response.status().code() != 0) {
          PrintComplaints(flags, ComplaintsOf(item, response),
                          invocation.streams.err);
        }
        if (!item.incomplete) ++CountOf(response, &tally);
      });
  if (invocation.output == Output::kText) {
    invocation.streams.out << Summary(
        flags, tally,
        assessments - tally.accepted - tally.known - tally.refused);
  }
  invocation.streams.out << std::flush;
  TONUS_RETURN_IF_ERROR(status);
  if (tally.refused == 0 && table->complaints.empty()) return absl::OkStatus();
  return FromGrpc(grpc::Status(
      grpc::StatusCode::INVALID_ARGUMENT,
      absl::StrCat(flags.file,
                   flags.dry_run
                       ? " holds wrong rows; correct them before it is "
                         "imported"
                       : " holds wrong rows; correct them and import it "
                         "again, what was recorded stays so")));
}

}  // namespace

void AddImportCommand(CLI::App* group, Invocation* invocation) {
  CLI::App* import = group->add_subcommand(
      "import",
      absl::StrCat("Records the assessments of a CSV file (RFC 4180, UTF-8), "
                   "one test result in a row. Importing a file again records "
                   "nothing twice.\n\n",
                   kCsvColumns));
  auto flags = std::make_shared<ImportFlags>();
  import->add_option("file", flags->file, "The file; - for standard input")
      ->required();
  import->add_flag("--dry-run", flags->dry_run,
                   "Check every row, also on the server, and store nothing");
  SetAction(import, invocation, [=] { return Import(*invocation, *flags); });
}

}  // namespace tonus::client
