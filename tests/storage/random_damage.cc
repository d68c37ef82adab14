// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/random_damage.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tonus::storage {
namespace {

namespace fs = std::filesystem;
using Random = std::mt19937_64;

constexpr size_t kPage = 4096;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// In [0, count), or 0 where there is nothing.
size_t Below(size_t count, Random& random) {
  return count == 0 ? 0 : random() % count;
}

std::string KindOf(const fs::path& path) {
  const std::string name = path.filename();
  if (path.extension() == ".log") return "log";
  if (path.extension() == ".sst") return "table";
  if (path.parent_path().filename() == "meta") return "list of a backup";
  return name.substr(0, name.find('-'));
}

// In the order of their names, so that a seed means the same everywhere.
// RocksDB makes the lock anew.
std::vector<fs::path> FilesIn(const std::string& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    const std::string name = entry.path().filename();
    if (entry.is_regular_file() && name != "LOCK" && name != "lock") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

struct Edit {
  const char* what;
  // Returns where it was done.
  size_t (*apply)(std::string& bytes, Random& random);
};

size_t FlipBit(std::string& bytes, Random& random) {
  const size_t at = Below(bytes.size(), random);
  if (!bytes.empty()) bytes[at] ^= static_cast<char>(1 << random() % 8);
  return at;
}

size_t ClearPage(std::string& bytes, Random& random) {
  const size_t at = Below(bytes.size(), random) / kPage * kPage;
  const size_t size = std::min(kPage, bytes.size() - at);
  bytes.replace(at, size, size, '\0');
  return at;
}

size_t ScrambleBytes(std::string& bytes, Random& random) {
  const size_t at = Below(bytes.size(), random);
  const size_t end = std::min(bytes.size(), at + 1 + Below(300, random));
  for (size_t i = at; i < end; ++i) bytes[i] = static_cast<char>(random());
  return at;
}

size_t CutOff(std::string& bytes, Random& random) {
  bytes.resize(Below(bytes.size(), random));
  return bytes.size();
}

size_t CutEnd(std::string& bytes, Random& random) {
  bytes.resize(bytes.size() - std::min(bytes.size(), 1 + Below(64, random)));
  return bytes.size();
}

size_t AddEnd(std::string& bytes, Random& random) {
  const size_t at = bytes.size();
  for (size_t more = 1 + Below(200, random); more > 0; --more) {
    bytes.push_back(static_cast<char>(random()));
  }
  return at;
}

size_t LoseMiddle(std::string& bytes, Random& random) {
  const size_t at = Below(bytes.size(), random);
  bytes.erase(at, 1 + Below(300, random));
  return at;
}

// A page that the disk wrote to the place of another.
size_t MisplacePage(std::string& bytes, Random& random) {
  const size_t size = std::min(kPage, bytes.size() / 2);
  const size_t from = Below(bytes.size() - size + 1, random);
  const size_t to = Below(bytes.size() - size + 1, random);
  bytes.replace(to, size, bytes.substr(from, size));
  return to;
}

constexpr Edit kEdits[] = {
    {"bit flipped", FlipBit},         {"page cleared", ClearPage},
    {"bytes changed", ScrambleBytes}, {"cut off", CutOff},
    {"end cut off", CutEnd},          {"bytes added", AddEnd},
    {"bytes lost", LoseMiddle},       {"page misplaced", MisplacePage},
};
constexpr size_t kEditCount = std::size(kEdits);

// Returns a file of the same kind and other content; empty if there is none.
fs::path Another(const fs::path& file, const std::vector<std::string>& folders,
                 Random& random) {
  std::vector<fs::path> found;
  for (const std::string& folder : folders) {
    for (const fs::path& other : FilesIn(folder)) {
      if (KindOf(other) == KindOf(file) && ReadFile(other) != ReadFile(file)) {
        found.push_back(other);
      }
    }
  }
  return found.empty() ? fs::path() : found[Below(found.size(), random)];
}

}  // namespace

RandomDamage DamageOneFile(const std::string& folder,
                           const std::vector<std::string>& others,
                           uint64_t seed) {
  Random random(seed);
  const std::vector<fs::path> files = FilesIn(folder);
  const fs::path file = files[Below(files.size(), random)];
  const std::string name = fs::relative(file, folder);
  const size_t which = Below(kEditCount + 2, random);
  std::vector<std::string> sources = others;
  sources.push_back(folder);
  const fs::path other =
      which == kEditCount + 1 ? Another(file, sources, random) : fs::path();
  if (!other.empty()) {
    fs::copy_file(other, file, fs::copy_options::overwrite_existing);
    return {"replaced", KindOf(file),
            absl::StrCat(name, " replaced by ", other.string())};
  }
  if (which >= kEditCount) {
    fs::remove(file);
    return {"deleted", KindOf(file), absl::StrCat(name, " deleted")};
  }
  std::string bytes = ReadFile(file);
  const size_t at = kEdits[which].apply(bytes, random);
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  return {kEdits[which].what, KindOf(file),
          absl::StrCat(name, ": ", kEdits[which].what, " at ", at, ", now ",
                       bytes.size(), " bytes")};
}

}  // namespace tonus::storage
