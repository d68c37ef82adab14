// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/high_water_mark.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "rocksdb/env.h"
#include "storage/crc32c.h"
#include "storage/rocksdb/record_format.h"
#include "storage/rocksdb/rocksdb_status.h"

namespace tonus::storage {
namespace {

// A place holds magic, store, commit and checksum. Places lie a block of the
// disk apart, so that one write touches one of them.
constexpr absl::string_view kMagic = "TONUSHWM";
constexpr size_t kNumberBytes = 8;
constexpr size_t kSumAt = 3 * kNumberBytes;
constexpr size_t kPlaceBytes = kSumAt + kNumberBytes;
constexpr size_t kPlaceDistance = 4096;
constexpr size_t kFileBytes = kPlaceDistance + kPlaceBytes;

std::string PathOf(const std::string& folder) {
  return absl::StrCat(folder, "/", kHighWaterFile);
}

std::string Encode(const Mark& mark) {
  std::string bytes = absl::StrCat(kMagic, EncodeNumber(mark.store_id),
                                   EncodeNumber(mark.commit));
  return absl::StrCat(bytes, EncodeNumber(Crc32c(bytes)));
}

std::optional<Mark> Decode(absl::string_view place) {
  const auto number = [place](size_t at) {
    return DecodeNumber(rocksdb::Slice(place.data() + at, kNumberBytes));
  };
  if (place.size() != kPlaceBytes || place.substr(0, kNumberBytes) != kMagic ||
      number(kSumAt) != Crc32c(place.substr(0, kSumAt))) {
    return std::nullopt;
  }
  return Mark{number(kNumberBytes).value_or(0),
              number(2 * kNumberBytes).value_or(0)};
}

absl::Status Damaged(const std::string& folder) {
  return absl::DataLossError(absl::StrCat(
      "the data is damaged: ", PathOf(folder), " does not hold a valid mark"));
}

}  // namespace

absl::StatusOr<Mark> ReadMark(rocksdb::FileSystem& files,
                              const std::string& folder) {
  const std::string path = PathOf(folder);
  const rocksdb::IOOptions io;
  if (files.FileExists(path, io, nullptr).IsNotFound()) {
    return absl::NotFoundError(absl::StrCat("there is no ", path));
  }
  std::string bytes;
  const rocksdb::Status read = rocksdb::ReadFileToString(&files, path, &bytes);
  if (!read.ok()) return FromFailedOpen(read);
  const absl::string_view all(bytes);
  if (all.size() != kFileBytes) return Damaged(folder);
  const auto first = Decode(all.substr(0, kPlaceBytes));
  const auto second = Decode(all.substr(kPlaceDistance));
  if (!first.has_value() && !second.has_value()) return Damaged(folder);
  if (!first.has_value()) return *second;
  if (!second.has_value()) return *first;
  if (first->store_id != second->store_id) return Damaged(folder);
  return first->commit > second->commit ? *first : *second;
}

absl::Status ReplaceMark(rocksdb::FileSystem& files, const std::string& folder,
                         const Mark& mark) {
  const std::string path = PathOf(folder);
  const std::string draft = absl::StrCat(path, ".new");
  std::string bytes = Encode(mark);
  bytes.resize(kPlaceDistance, '\0');
  bytes.append(Encode(mark));
  const rocksdb::IOOptions io;
  rocksdb::IOStatus status =
      rocksdb::WriteStringToFile(&files, bytes, draft, /*should_sync=*/true);
  if (status.ok()) status = files.RenameFile(draft, path, io, nullptr);
  std::unique_ptr<rocksdb::FSDirectory> directory;
  if (status.ok()) status = files.NewDirectory(folder, io, &directory, nullptr);
  if (status.ok()) status = directory->Fsync(io, nullptr);
  return FromRocksdb(status);
}

absl::StatusOr<HighWaterMark> HighWaterMark::Open(rocksdb::FileSystem& files,
                                                  const std::string& folder,
                                                  const Mark& mark) {
  std::unique_ptr<rocksdb::FSRandomRWFile> file;
  const rocksdb::IOStatus status = files.NewRandomRWFile(
      PathOf(folder), rocksdb::FileOptions(), &file, nullptr);
  if (!status.ok()) return FromFailedOpen(status);
  HighWaterMark opened(std::move(file), mark);
  // Both places hold the mark from here on: the older one is the next to go.
  const rocksdb::IOOptions io;
  rocksdb::IOStatus written;
  for (const size_t at : {size_t{0}, kPlaceDistance}) {
    written = opened.file_->Write(at, Encode(mark), io, nullptr);
    if (written.ok()) written = opened.file_->Sync(io, nullptr);
    if (!written.ok()) return FromRocksdb(written);
  }
  return opened;
}

absl::Status HighWaterMark::Raise(int64_t commit) {
  if (commit <= mark_.commit) return absl::OkStatus();
  const Mark raised{mark_.store_id, commit};
  const rocksdb::IOOptions io;
  rocksdb::IOStatus status =
      file_->Write(next_place_ * kPlaceDistance, Encode(raised), io, nullptr);
  if (status.ok()) status = file_->Sync(io, nullptr);
  if (!status.ok()) return FromRocksdb(status);
  mark_ = raised;
  next_place_ = 1 - next_place_;
  return absl::OkStatus();
}

}  // namespace tonus::storage
