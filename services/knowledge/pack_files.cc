// SPDX-License-Identifier: Apache-2.0
#include "services/knowledge/pack_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/digest.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/pack_check.h"
#include "services/engine/pack_vector.h"
#include "services/engine/pack_verification.h"
#include "services/knowledge/pack_text.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

using ::tonus::knowledge::v1::Pack;

// Adds the files of `folder`, sorted, with `prefix` before their names.
absl::Status AddFiles(const std::filesystem::path& folder,
                      const std::string& prefix, v1::PackFiles* files) {
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  for (std::filesystem::directory_iterator it(folder, error), end;
       !error && it != end; it.increment(error)) {
    if (it->path().extension() == kPackFileEnding) paths.push_back(it->path());
  }
  if (error) {
    return absl::NotFoundError(
        absl::StrCat("pack folder ", folder.string(), ": ", error.message()));
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    v1::PackFile& file = *files->add_files();
    file.set_name(absl::StrCat(prefix, path.filename().string()));
    std::ifstream stream(path, std::ios::binary);
    if (!std::filesystem::is_regular_file(path, error) || !stream.is_open()) {
      return absl::InvalidArgumentError(
          absl::StrCat(file.name(), ": can not be read"));
    }
    std::ostringstream text;
    text << stream.rdbuf();
    file.set_content(text.str());
  }
  return absl::OkStatus();
}

absl::Status ToStatus(const engine::Complaints& complaints) {
  if (complaints.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(engine::ComplaintsText(complaints));
}

}  // namespace

absl::StatusOr<v1::PackFiles> ReadPackFiles(const std::string& folder) {
  v1::PackFiles files;
  const std::filesystem::path path(folder);
  TONUS_RETURN_IF_ERROR(AddFiles(path, "", &files));
  if (files.files().empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("pack folder ", folder, " holds no *.textproto"));
  }
  std::error_code error;
  if (std::filesystem::is_directory(path / kVectorsFolder, error)) {
    TONUS_RETURN_IF_ERROR(
        AddFiles(path / kVectorsFolder, kVectorsFolder, &files));
  }
  return files;
}

absl::StatusOr<v1::PackRelease> ReadPackFolder(const std::string& folder) {
  TONUS_ASSIGN_OR_RETURN(const v1::PackFiles files, ReadPackFiles(folder));
  PackText text = ParsePackText(files);
  TONUS_RETURN_IF_ERROR(ToStatus(text.complaints));
  return std::move(text.release);
}

std::string HashOf(const Pack& pack) {
  return absl::BytesToHexString(Sha256(engine::DeterministicBytes(pack)));
}

absl::StatusOr<engine::Knowledge> OpenPackFolder(const std::string& folder) {
  TONUS_ASSIGN_OR_RETURN(const v1::PackFiles files, ReadPackFiles(folder));
  const PackText text = ParsePackText(files);
  TONUS_RETURN_IF_ERROR(ToStatus(text.complaints));
  const Pack& pack = text.release.pack();
  auto knowledge = engine::Knowledge::Compile(pack, HashOf(pack));
  // Checked again where it is wrong alone, to name the files.
  engine::Complaints complaints =
      knowledge.ok() ? engine::CheckVectors(*knowledge, text.release.vectors())
                     : engine::CheckPack(pack);
  NameFiles(text, &complaints);
  TONUS_RETURN_IF_ERROR(ToStatus(complaints));
  return knowledge;
}

absl::StatusOr<engine::Knowledge> OpenPackRelease(
    const v1::PackRelease& release) {
  auto knowledge =
      engine::Knowledge::Compile(release.pack(), HashOf(release.pack()));
  if (!knowledge.ok()) return knowledge;
  TONUS_RETURN_IF_ERROR(
      ToStatus(engine::CheckVectors(*knowledge, release.vectors())));
  return knowledge;
}

absl::StatusOr<v1::ValidatePackResponse> ValidatePackFiles(
    const v1::PackFiles& files, const engine::Stop& stop) {
  const PackText text = ParsePackText(files);
  v1::ValidatePackResponse response;
  if (text.complaints.empty()) {
    TONUS_ASSIGN_OR_RETURN(response, ValidatePackRelease(text.release, stop));
  }
  engine::Complaints complaints(response.complaints().begin(),
                                response.complaints().end());
  NameFiles(text, &complaints);
  complaints.insert(complaints.end(), text.complaints.begin(),
                    text.complaints.end());
  response.mutable_complaints()->Assign(complaints.begin(), complaints.end());
  response.set_valid(complaints.empty());
  return response;
}

absl::StatusOr<v1::ValidatePackResponse> ValidatePackRelease(
    const v1::PackRelease& release, const engine::Stop& stop) {
  auto response = engine::VerifyPack(release, HashOf(release.pack()), stop);
  if (!response.has_value()) {
    return absl::CancelledError("the check of the pack was stopped");
  }
  return *std::move(response);
}

absl::StatusOr<v1::ValidatePackResponse> ValidatePackFolder(
    const std::string& folder) {
  TONUS_ASSIGN_OR_RETURN(const v1::PackFiles files, ReadPackFiles(folder));
  return ValidatePackFiles(files);
}

}  // namespace tonus
