// SPDX-License-Identifier: Apache-2.0
#include "storage/record_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/crc32c.h"

namespace tonus::storage {
namespace {

constexpr absl::string_view kFormat = "tonus records 1\n";
constexpr char kRecords = 'R';
constexpr char kEnd = 'E';
constexpr size_t kLengthBytes = 4;
constexpr size_t kCountBytes = 8;
constexpr int kBitsPerByte = 8;
// A page of records with their lengths, and the largest single record.
constexpr uint64_t kMaxFrameBytes = 4 << 20;

std::string Encode(uint64_t number, size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = size; i > 0; --i) {
    bytes[i - 1] = static_cast<char>(number);
    number >>= kBitsPerByte;
  }
  return bytes;
}

// Takes a number off the front; nullopt if there are too few bytes.
std::optional<uint64_t> Take(absl::string_view* bytes, size_t size) {
  if (bytes->size() < size) return std::nullopt;
  uint64_t number = 0;
  for (const char byte : bytes->substr(0, size)) {
    number = number << kBitsPerByte | static_cast<unsigned char>(byte);
  }
  bytes->remove_prefix(size);
  return number;
}

std::optional<std::string> TakeText(absl::string_view* bytes, uint64_t size) {
  if (bytes->size() < size) return std::nullopt;
  std::string text(bytes->substr(0, size));
  bytes->remove_prefix(size);
  return text;
}

std::optional<std::vector<Record>> Decode(absl::string_view payload) {
  std::vector<Record> records;
  while (!payload.empty()) {
    const auto key_size = Take(&payload, kLengthBytes);
    const auto value_size = Take(&payload, kLengthBytes);
    if (!key_size.has_value() || !value_size.has_value()) return std::nullopt;
    auto key = TakeText(&payload, *key_size);
    auto value = TakeText(&payload, *value_size);
    if (!key.has_value() || !value.has_value()) return std::nullopt;
    records.push_back({*std::move(key), *std::move(value)});
  }
  return records;
}

absl::Status FileError(const std::string& path, absl::string_view what) {
  const int error = errno;
  const std::string text = absl::StrCat(path, " ", what, ": ",
                                        std::generic_category().message(error));
  if (error == ENOSPC || error == EDQUOT) {
    return absl::ResourceExhaustedError(text);
  }
  if (error == EIO) return absl::UnavailableError(text);
  return absl::FailedPreconditionError(text);
}

}  // namespace

absl::StatusOr<RecordWriter> RecordWriter::Create(const std::string& path) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) {
    return absl::FailedPreconditionError(absl::StrCat(path, " exists"));
  }
  const std::string draft = path + ".new";
  const int descriptor =
      open(draft.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC,
           S_IRUSR | S_IWUSR);
  std::FILE* file = descriptor < 0 ? nullptr : fdopen(descriptor, "wb");
  if (file == nullptr) return FileError(draft, "can not be written");
  RecordWriter writer(path, file);
  if (absl::Status bad = writer.Write(kFormat); !bad.ok()) return bad;
  return writer;
}

RecordWriter::~RecordWriter() {
  if (file_ != nullptr) unlink((path_ + ".new").c_str());
}

absl::Status RecordWriter::Add(const std::vector<Record>& records) {
  std::string payload(1, kRecords);
  for (const Record& record : records) {
    absl::StrAppend(&payload, Encode(record.key.size(), kLengthBytes),
                    Encode(record.value.size(), kLengthBytes), record.key,
                    record.value);
  }
  record_count_ += static_cast<int64_t>(records.size());
  return WriteFrame(payload);
}

absl::Status RecordWriter::Finish() {
  const std::string count =
      Encode(static_cast<uint64_t>(record_count_), kCountBytes);
  if (absl::Status bad = WriteFrame(absl::StrCat(std::string(1, kEnd), count));
      !bad.ok()) {
    return bad;
  }
  const std::string draft = path_ + ".new";
  if (std::fflush(file_.get()) != 0 || fsync(fileno(file_.get())) != 0 ||
      rename(draft.c_str(), path_.c_str()) != 0) {
    return FileError(draft, "can not be written");
  }
  file_.reset();
  return absl::OkStatus();
}

absl::Status RecordWriter::Write(absl::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) == bytes.size()) {
    return absl::OkStatus();
  }
  return FileError(path_ + ".new", "can not be written");
}

absl::Status RecordWriter::WriteFrame(const std::string& payload) {
  checksum_ = Crc32c(payload, checksum_);
  return Write(absl::StrCat(Encode(payload.size(), kLengthBytes),
                            Encode(checksum_, kLengthBytes), payload));
}

absl::StatusOr<RecordReader> RecordReader::Open(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rbe");
  if (file == nullptr) return FileError(path, "can not be read");
  RecordReader reader(path, file);
  std::string format;
  if (!reader.Read(kFormat.size(), &format) || format != kFormat) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " is no file of records of this format"));
  }
  return reader;
}

absl::StatusOr<std::vector<Record>> RecordReader::Next() {
  if (ended_) return std::vector<Record>();
  std::string head;
  if (!Read(2 * kLengthBytes, &head)) return Damaged();
  absl::string_view rest = head;
  const uint64_t size = Take(&rest, kLengthBytes).value_or(0);
  const uint64_t checksum = Take(&rest, kLengthBytes).value_or(0);
  std::string payload;
  if (size == 0 || size > kMaxFrameBytes || !Read(size, &payload)) {
    return Damaged();
  }
  checksum_ = Crc32c(payload, checksum_);
  if (checksum != checksum_) return Damaged();
  rest = absl::string_view(payload).substr(1);
  if (payload[0] == kEnd) {
    std::string more;
    if (Take(&rest, kCountBytes) != static_cast<uint64_t>(record_count_) ||
        Read(1, &more)) {
      return Damaged();
    }
    ended_ = true;
    return std::vector<Record>();
  }
  auto records = Decode(rest);
  if (payload[0] != kRecords || !records.has_value() || records->empty()) {
    return Damaged();
  }
  record_count_ += static_cast<int64_t>(records->size());
  return *std::move(records);
}

absl::Status RecordReader::Damaged() const {
  return absl::DataLossError(absl::StrCat(path_, " is damaged"));
}

bool RecordReader::Read(size_t size, std::string* bytes) {
  bytes->resize(size);
  return std::fread(bytes->data(), 1, size, file_.get()) == size;
}

}  // namespace tonus::storage
