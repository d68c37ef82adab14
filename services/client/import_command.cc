// SPDX-License-Identifier: Apache-2.0
#include "services/client/import_command.h"

#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "services/client/assessment_csv.h"
#include "services/client/assessment_import.h"
#include "services/client/commands.h"
#include "services/client/csv_complaint.h"
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
  int open = 0;  // Of the accepted: questions about red flags are open.
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

// In the order of the rows, whoever complains.
void PrintComplaints(const ImportFlags& flags,
                     std::vector<CsvComplaint> complaints, std::ostream& err) {
  SortByLine(&complaints);
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
                    int unanswered, int lost_rows) {
  std::string text =
      absl::StrCat(CountWord(tally.accepted, "assessment"),
                   flags.dry_run ? " can be recorded" : " recorded", ", ",
                   tally.known, " recorded before, ", tally.refused, " wrong");
  if (unanswered > 0) absl::StrAppend(&text, ", ", unanswered, " not sent");
  if (tally.open > 0) {
    absl::StrAppend(&text, "; after ", CountWord(tally.open, "assessment"),
                    " questions are open, and no exercise is planned until "
                    "they are answered");
  }
  if (lost_rows > 0) {
    absl::StrAppend(&text, "; ", CountWord(lost_rows, "wrong row"),
                    " of no assessment");
  }
  absl::StrAppend(&text,
                  flags.dry_run ? ". Dry run: nothing was stored.\n" : ".\n");
  return text;
}

// What is left to do about wrong rows, and what holds already.
std::string WhatToDo(const ImportFlags& flags, const Tally& tally) {
  std::string text =
      absl::StrCat(flags.file, " holds wrong rows; correct them ");
  if (flags.dry_run) {
    absl::StrAppend(&text, "before it is imported; nothing was stored");
  } else if (tally.accepted + tally.known == 0) {
    absl::StrAppend(&text, "and import it again; nothing was stored");
  } else {
    absl::StrAppend(&text, "and import it again; what was recorded stays so");
  }
  return text;
}

absl::Status Send(
    const Invocation& invocation, const std::vector<CsvItem>& items,
    const std::function<void(const CsvItem&,
                             const v1::ImportAssessmentsResponse&)>& take) {
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  return ImportAssessments(connection, items, take);
}

absl::Status Import(const Invocation& invocation, const ImportFlags& flags) {
  TONUS_ASSIGN_OR_RETURN(const std::string text,
                         ReadTable(flags, invocation.streams.in));
  absl::StatusOr<CsvTable> table = ReadAssessmentCsv(text);
  if (!table.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(flags.file, ":", table.status().message()));
  }
  std::vector<CsvComplaint> complaints = table->complaints;
  std::vector<CsvComplaint> remarks;
  Tally tally;
  std::vector<CsvItem> items;
  std::vector<std::vector<int>> stopped;  // Rows of each refused assessment.
  for (CsvItem& item : table->items) {
    item.request.set_validate_only(flags.dry_run);
    if (item.incomplete) {
      ++tally.refused;
      stopped.push_back(item.lines);
    }
    if (!item.incomplete || flags.dry_run) items.push_back(std::move(item));
  }
  const int assessments = static_cast<int>(table->items.size());
  const absl::Status status = Send(
      invocation, items,
      [&](const CsvItem& item, const v1::ImportAssessmentsResponse& response) {
        PrintResult(invocation, response);
        absl::c_move(RemarksOn(item, response), std::back_inserter(remarks));
        if (response.status().code() != 0) {
          absl::c_move(ComplaintsOf(item, response),
                       std::back_inserter(complaints));
          if (!item.incomplete) stopped.push_back(item.lines);
        }
        if (!item.incomplete) {
          ++CountOf(response, &tally);
          if (response.gate() == v1::GATE_NOT_CLEARED) ++tally.open;
        }
      });
  const bool all_right = complaints.empty();
  absl::c_move(StoppedRows(stopped, complaints),
               std::back_inserter(complaints));
  absl::c_move(remarks, std::back_inserter(complaints));
  PrintComplaints(flags, std::move(complaints), invocation.streams.err);
  if (invocation.output == Output::kText) {
    invocation.streams.out << Summary(
        flags, tally,
        assessments - tally.accepted - tally.known - tally.refused,
        table->lost_rows);
  }
  invocation.streams.out << std::flush;
  TONUS_RETURN_IF_ERROR(status);
  if (tally.refused == 0 && all_right) return absl::OkStatus();
  return absl::FailedPreconditionError(WhatToDo(flags, tally));
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
