// SPDX-License-Identifier: Apache-2.0
// tonus progress.

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/client/commands.h"
#include "services/client/progress_text.h"
#include "services/client/words.h"
#include "services/status_macros.h"
#include "tonus/v1/progress_service.grpc.pb.h"

namespace tonus::client {
namespace {

// The most that one answer draws and one request names.
constexpr int kMostSubjects = 40;

struct ProgressFlags {
  std::string patient;
  std::string folder;  // Empty for none.
};

// The name of the file of `plot`, for example `test-wblt.svg`. What the server
// sent stays within the folder.
std::string FileOf(const v1::ProgressPlot& plot) {
  std::string name = EnumWord(v1::PlotKind_Name(plot.kind()), "PLOT_KIND_");
  if (!plot.subject().empty()) name.push_back('-');
  for (const char c : plot.subject()) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_') {
      name.push_back(c);
    }
  }
  return absl::StrCat(name, ".svg");
}

absl::Status WriteFile(const std::filesystem::path& path,
                       const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  file.close();
  if (file.fail()) {
    return absl::UnavailableError(
        absl::StrCat("can not write ", path.native()));
  }
  return absl::OkStatus();
}

// Returns every plot: what found no place in one answer is asked for again.
absl::StatusOr<v1::RenderProgressResponse> FetchPlots(
    const Connection& connection, const std::string& name) {
  v1::RenderProgressRequest request;
  request.set_name(name);
  TONUS_ASSIGN_OR_RETURN(
      v1::RenderProgressResponse all,
      connection.Call(&v1::ProgressService::Stub::RenderProgress, request));
  const std::vector<std::string> rest(all.omitted_subjects().begin(),
                                      all.omitted_subjects().end());
  all.clear_omitted_subjects();
  request.add_kinds(v1::PLOT_KIND_FUNCTION);
  request.add_kinds(v1::PLOT_KIND_TEST);
  for (size_t first = 0; first < rest.size(); first += kMostSubjects) {
    request.clear_subjects();
    for (size_t i = first; i < rest.size() && i < first + kMostSubjects; ++i) {
      request.add_subjects(rest[i]);
    }
    TONUS_ASSIGN_OR_RETURN(
        const v1::RenderProgressResponse more,
        connection.Call(&v1::ProgressService::Stub::RenderProgress, request));
    all.mutable_plots()->MergeFrom(more.plots());
  }
  return all;
}

absl::Status DrawProgress(const Invocation& invocation,
                          const Connection& connection, const std::string& name,
                          const std::string& folder) {
  TONUS_ASSIGN_OR_RETURN(const v1::RenderProgressResponse drawn,
                         FetchPlots(connection, name));
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return absl::UnavailableError(absl::StrCat("can not make ", folder));
  }
  std::vector<std::string> paths;
  for (const v1::ProgressPlot& plot : drawn.plots()) {
    const std::filesystem::path path =
        std::filesystem::path(folder) / FileOf(plot);
    TONUS_RETURN_IF_ERROR(WriteFile(path, plot.svg()));
    paths.push_back(path.native());
  }
  return Print(invocation, {drawn, paths, [&] {
                              std::string text;
                              for (size_t i = 0; i < paths.size(); ++i) {
                                absl::StrAppend(
                                    &text, paths[i], ": ",
                                    drawn.plots(static_cast<int>(i)).title(),
                                    "\n");
                              }
                              return text;
                            }});
}

absl::Status ShowProgress(const Invocation& invocation,
                          const ProgressFlags& flags) {
  const std::string name =
      absl::StrCat(PatientName(flags.patient), "/progress");
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  if (!flags.folder.empty()) {
    return DrawProgress(invocation, connection, name, flags.folder);
  }
  v1::GetProgressRequest request;
  request.set_name(name);
  TONUS_ASSIGN_OR_RETURN(
      const v1::Progress progress,
      connection.Call(&v1::ProgressService::Stub::GetProgress, request));
  return Print(invocation, {progress, {progress.name()}, [&] {
                              return ProgressText(progress);
                            }});
}

}  // namespace

void AddProgressCommands(CLI::App& app, Invocation* invocation) {
  CLI::App* progress = app.add_subcommand(
      "progress",
      "Shows what was done, felt and measured over time, and what comes next");
  auto flags = std::make_shared<ProgressFlags>();
  AddPatientOption(progress, &flags->patient);
  progress
      ->add_option("--svg", flags->folder,
                   "Draw plots instead: a folder for their files, which is "
                   "made when missing")
      ->type_name("DIR");
  SetAction(progress, invocation,
            [=] { return ShowProgress(*invocation, *flags); });
}

}  // namespace tonus::client
