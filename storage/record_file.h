// SPDX-License-Identifier: Apache-2.0
// Reads and writes the file of storage/transfer.h.

#ifndef TONUS_STORAGE_RECORD_FILE_H_
#define TONUS_STORAGE_RECORD_FILE_H_

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/storage.h"

namespace tonus::storage {

// Writes to `path`.new until Finish gives the file its name; one that is not
// finished is deleted.
class RecordWriter {
 public:
  //   FAILED_PRECONDITION  `path` exists, or can not be written.
  static absl::StatusOr<RecordWriter> Create(const std::string& path);
  RecordWriter(RecordWriter&& other) noexcept = default;
  ~RecordWriter();

  absl::Status Add(const std::vector<Record>& records);

  // Writes the end and syncs. Once, last.
  absl::Status Finish();

  int64_t record_count() const { return record_count_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  RecordWriter(std::string path, std::FILE* file)
      : path_(std::move(path)), file_(file) {}

  absl::Status Write(absl::string_view bytes);
  absl::Status WriteFrame(const std::string& payload);

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
  uint32_t checksum_ = 0;
  int64_t record_count_ = 0;
};

class RecordReader {
 public:
  //   FAILED_PRECONDITION  the file can not be read, or has another format.
  static absl::StatusOr<RecordReader> Open(const std::string& path);

  // Returns the keys and values of the next frame; none after the last. Only
  // then is it certain that the file is whole.
  //   DATA_LOSS  the file is damaged.
  absl::StatusOr<std::vector<Record>> Next();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  RecordReader(std::string path, std::FILE* file)
      : path_(std::move(path)), file_(file) {}

  absl::Status Damaged() const;
  bool Read(size_t size, std::string* bytes);

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
  uint32_t checksum_ = 0;
  int64_t record_count_ = 0;
  bool ended_ = false;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_RECORD_FILE_H_
