// SPDX-License-Identifier: Apache-2.0
#include "services/knowledge/pack_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/digest.h"
#include "services/engine/deterministic_bytes.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;
using ::tonus::knowledge::v1::Pack;

// Deeper clauses than this are a mistake, and would exhaust the stack.
constexpr int kMaxDepth = 64;

class ParseErrors : public google::protobuf::io::ErrorCollector {
 public:
  ParseErrors(absl::string_view file, std::vector<std::string>& complaints)
      : file_(file), complaints_(complaints) {}

  // The parser counts from 0, people from 1.
  void AddError(int line, int column, const std::string& message) override {
    complaints_.push_back(
        absl::StrCat(file_, ":", line + 1, ":", column + 1, ": ", message));
  }

 private:
  const absl::string_view file_;
  std::vector<std::string>& complaints_;
};

// The pack of a folder, with the files that each entry came from.
struct PackFolder {
  Pack pack;
  // By `table id`, as complaints call an entry.
  std::map<std::string, std::string> files;
  std::vector<std::string> complaints;
};

// Fields that one file sets and another sets again would be lost silently.
void AddSingularFields(const Pack& part, const std::string& file,
                       PackFolder& folder) {
  std::vector<const FieldDescriptor*> fields;
  Pack::GetReflection()->ListFields(part, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->is_repeated()) continue;
    const auto [first, added] = folder.files.emplace(field->name(), file);
    if (!added) {
      folder.complaints.push_back(absl::StrCat(
          file, ": ", field->name(), " is set in ", first->second, " too"));
    }
  }
}

void AddEntries(const Pack& part, const std::string& file, PackFolder& folder) {
  const Reflection& reflection = *Pack::GetReflection();
  std::vector<const FieldDescriptor*> tables;
  reflection.ListFields(part, &tables);
  for (const FieldDescriptor* table : tables) {
    if (!table->is_repeated()) continue;
    const FieldDescriptor* id_field =
        table->message_type()->FindFieldByName("id");
    const int before = reflection.FieldSize(folder.pack, table);
    for (int i = 0; i < reflection.FieldSize(part, table); ++i) {
      const Message& entry = reflection.GetRepeatedMessage(part, table, i);
      std::string id = id_field == nullptr
                           ? ""
                           : entry.GetReflection()->GetString(entry, id_field);
      if (id.empty()) id = absl::StrCat("#", before + i + 1);
      const auto [first, added] =
          folder.files.emplace(absl::StrCat(table->name(), " ", id), file);
      if (!added && first->second != file) {
        absl::StrAppend(&first->second, ", ", file);
      }
    }
  }
}

void AddFile(const std::filesystem::path& path, PackFolder& folder) {
  const std::string file = path.filename().string();
  std::error_code error;
  std::ifstream stream(path, std::ios::binary);
  if (!std::filesystem::is_regular_file(path, error) || !stream.is_open()) {
    folder.complaints.push_back(absl::StrCat(file, ": can not be read"));
    return;
  }
  std::ostringstream text;
  text << stream.rdbuf();
  Pack part;
  google::protobuf::TextFormat::Parser parser;
  ParseErrors errors(file, folder.complaints);
  parser.RecordErrorsTo(&errors);
  parser.SetRecursionLimit(kMaxDepth);
  if (!parser.ParseFromString(text.str(), &part)) return;
  AddSingularFields(part, file, folder);
  AddEntries(part, file, folder);
  folder.pack.MergeFrom(part);
}

absl::StatusOr<PackFolder> Read(const std::string& path) {
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  for (std::filesystem::directory_iterator it(path, error), end;
       !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".textproto") paths.push_back(it->path());
  }
  if (error) {
    return absl::NotFoundError(
        absl::StrCat("pack folder ", path, ": ", error.message()));
  }
  if (paths.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("pack folder ", path, " holds no *.textproto"));
  }
  std::sort(paths.begin(), paths.end());
  PackFolder folder;
  for (const auto& file : paths) AddFile(file, folder);
  if (!folder.complaints.empty()) {
    return absl::InvalidArgumentError(absl::StrJoin(folder.complaints, "\n"));
  }
  return folder;
}

// Puts its file before each complaint about an entry.
std::string NameFiles(const PackFolder& folder, absl::string_view complaints) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(complaints, '\n')) {
    const std::pair<std::string, std::string> entry_and_rest =
        absl::StrSplit(line, absl::MaxSplits(": ", 1));
    const auto file = folder.files.find(entry_and_rest.first);
    lines.push_back(file == folder.files.end()
                        ? std::string(line)
                        : absl::StrCat(file->second, ": ", line));
  }
  return absl::StrJoin(lines, "\n");
}

}  // namespace

absl::StatusOr<Pack> ReadPackFolder(const std::string& folder) {
  TONUS_ASSIGN_OR_RETURN(PackFolder read, Read(folder));
  return std::move(read.pack);
}

std::string HashOf(const Pack& pack) {
  return absl::BytesToHexString(Sha256(engine::DeterministicBytes(pack)));
}

absl::StatusOr<engine::Knowledge> OpenPackFolder(const std::string& folder) {
  TONUS_ASSIGN_OR_RETURN(const PackFolder read, Read(folder));
  auto knowledge = engine::Knowledge::Compile(read.pack, HashOf(read.pack));
  if (knowledge.ok()) return knowledge;
  return absl::Status(knowledge.status().code(),
                      NameFiles(read, knowledge.status().message()));
}

}  // namespace tonus
