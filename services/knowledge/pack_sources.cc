// SPDX-License-Identifier: Apache-2.0
#include "services/knowledge/pack_sources.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "services/digest.h"
#include "services/engine/complaint.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/pack_check.h"
#include "services/engine/pack_vector.h"
#include "services/knowledge/pack_files.h"
#include "services/knowledge/pack_text.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

// Bounds of a pack that is given; bytes are bound by the transport.
constexpr int kMaxFiles = 1000;
constexpr size_t kMaxFileName = 255;
constexpr size_t kHashLength = 64;

void CheckFileName(const std::string& field, const std::string& name,
                   Violations* violations) {
  const absl::string_view base = absl::StripPrefix(name, kVectorsFolder);
  if (base.empty() || name.size() > kMaxFileName) {
    violations->Add(field, "is not 1 to 255 bytes");
  } else if (absl::StrContains(base, '/')) {
    violations->Add(field, "has a folder other than vectors/");
  }
}

absl::Status ToStatus(engine::Complaints complaints, const PackText& text) {
  if (complaints.empty()) return absl::OkStatus();
  NameFiles(text, &complaints);
  return InvalidPack({complaints.begin(), complaints.end()});
}

// Checks the entries of a pack and reads its cases.
absl::StatusOr<engine::Knowledge> Compile(const PackText& text) {
  TONUS_RETURN_IF_ERROR(ToStatus(text.complaints, text));
  const knowledge::v1::Pack& pack = text.release.pack();
  TONUS_RETURN_IF_ERROR(ToStatus(engine::CheckPack(pack), text));
  auto knowledge = engine::Knowledge::Compile(pack, HashOf(pack));
  if (!knowledge.ok()) return knowledge;
  // A draft may come without cases.
  if (!text.release.vectors().empty()) {
    TONUS_RETURN_IF_ERROR(ToStatus(
        engine::CheckVectors(*knowledge, text.release.vectors()), text));
  }
  return knowledge;
}

}  // namespace

void CheckPackFiles(absl::string_view field, const v1::PackFiles& files,
                    Violations* violations) {
  if (files.files_size() > kMaxFiles) {
    violations->Add(absl::StrCat(field, ".files"),
                    absl::StrCat("has more than ", kMaxFiles, " entries"));
    return;
  }
  absl::flat_hash_set<absl::string_view> names;
  for (int i = 0; i < files.files_size(); ++i) {
    const std::string path = absl::StrCat(field, ".files[", i, "].name");
    const std::string& name = files.files(i).name();
    CheckFileName(path, name, violations);
    if (!names.insert(name).second) violations->Add(path, "is given twice");
  }
}

void CheckPackRelease(absl::string_view field, const v1::PackRelease& release,
                      Violations* violations) {
  if (release.vectors_size() <= kMaxFiles) return;
  violations->Add(absl::StrCat(field, ".vectors"),
                  absl::StrCat("has more than ", kMaxFiles, " entries"));
}

void CheckPackSource(absl::string_view field, const v1::PackSource& source,
                     Violations* violations) {
  switch (source.source_case()) {
    case v1::PackSource::kFiles:
      CheckPackFiles(absl::StrCat(field, ".files"), source.files(), violations);
      break;
    case v1::PackSource::kRelease:
      CheckPackRelease(absl::StrCat(field, ".release"), source.release(),
                       violations);
      break;
    case v1::PackSource::kHash:
      if (source.hash().size() != kHashLength ||
          source.hash().find_first_not_of("0123456789abcdef") !=
              std::string::npos) {
        violations->Add(absl::StrCat(field, ".hash"),
                        "is not 64 hexadecimal digits in lower case");
      }
      break;
    case v1::PackSource::SOURCE_NOT_SET:
      violations->Add(field, "is required: a release, files or a hash");
  }
}

v1::PackFiles InOrder(v1::PackFiles files) {
  absl::c_sort(*files.mutable_files(),
               [](const v1::PackFile& a, const v1::PackFile& b) {
                 return a.name() < b.name();
               });
  return files;
}

absl::Status InvalidPack(
    const google::protobuf::RepeatedPtrField<knowledge::v1::Complaint>&
        complaints) {
  google::rpc::BadRequest details;
  for (const knowledge::v1::Complaint& complaint : complaints) {
    auto* violation = details.add_field_violations();
    violation->set_field(
        absl::StrCat("pack", complaint.table().empty() ? "" : ".",
                     complaint.table(), complaint.id().empty() ? "" : "[",
                     complaint.id(), complaint.id().empty() ? "" : "]"));
    violation->set_description(absl::StrCat(
        complaint.file(), complaint.file().empty() ? "" : ": ",
        complaint.problem(), complaint.remedy().empty() ? "" : "; ",
        complaint.remedy()));
  }
  return WithDetail(
      MakeError(
          absl::StatusCode::kInvalidArgument, "INVALID_PACK",
          absl::StrCat("the pack must not be used: ", complaints.size(),
                       complaints.size() == 1 ? " complaint" : " complaints",
                       "; ValidatePack tells them all")),
      details);
}

absl::StatusOr<SharedPack> PackSources::Open(const Call& call,
                                             const v1::PackSource& source) {
  if (source.has_hash()) {
    return packs_.Find(call.principal.tenant, source.hash(), call.deadline);
  }
  const std::string digest = Sha256(engine::DeterministicBytes(source));
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto held =
        std::find_if(held_.begin(), held_.end(),
                     [&](const Held& other) { return other.digest == digest; });
    if (held != held_.end()) {
      held_.splice(held_.begin(), held_, held);
      return held_.front().pack;
    }
  }
  PackText text;
  if (source.has_files()) {
    text = ParsePackText(InOrder(source.files()));
  } else {
    text.release = source.release();
  }
  TONUS_ASSIGN_OR_RETURN(engine::Knowledge knowledge, Compile(text));
  auto pack = std::make_shared<engine::Knowledge>(std::move(knowledge));
  const std::lock_guard<std::mutex> lock(mutex_);
  held_.push_front({digest, pack});
  if (held_.size() > kMaxHeld) held_.pop_back();
  return pack;
}

}  // namespace tonus
