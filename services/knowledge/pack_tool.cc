// SPDX-License-Identifier: Apache-2.0
// Checks a folder of pack files and writes them as C++ source that holds the
// deterministic bytes of the pack with its cases. The build runs it, so that a
// released program carries its pack and a wrong pack breaks the build.
#include <fstream>
#include <iostream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/knowledge/pack_files.h"

namespace tonus {
namespace {

// Long lines make compilers and people slow.
constexpr size_t kBytesPerLine = 64;

std::string ToSource(absl::string_view bytes) {
  std::string source = absl::StrCat(
      "// Made by pack_tool.\n"
      "#include \"services/knowledge/released_pack_bytes.h\"\n\n"
      "namespace tonus {\n\n"
      "const size_t kReleasedPackSize = ",
      bytes.size(), ";\nconst char kReleasedPackBytes[] =");
  for (size_t i = 0; i < bytes.size(); i += kBytesPerLine) {
    absl::StrAppend(&source, "\n    \"",
                    absl::CEscape(bytes.substr(i, kBytesPerLine)), "\"");
  }
  absl::StrAppend(&source, bytes.empty() ? "\"\"" : "",
                  ";\n\n}  // namespace tonus\n");
  return source;
}

int Run(const std::string& folder, const std::string& output) {
  const auto knowledge = OpenPackFolder(folder);
  if (!knowledge.ok()) {
    std::cerr << "The knowledge pack in " << folder << " is wrong:\n"
              << knowledge.status().message() << "\n";
    return 1;
  }
  const auto release = ReadPackFolder(folder);
  if (!release.ok()) {
    std::cerr << release.status().message() << "\n";
    return 1;
  }
  std::ofstream file(output, std::ios::binary | std::ios::trunc);
  file << ToSource(engine::DeterministicBytes(*release));
  file.close();
  if (!file.good()) {
    std::cerr << output << " can not be written\n";
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace tonus

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: pack_tool FOLDER OUTPUT.cc\n";
    return 2;
  }
  return tonus::Run(argv[1], argv[2]);
}
