// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/log_filter.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "storage/rocksdb/record_format.h"

namespace tonus::storage {
namespace {

constexpr size_t kNumberBytes = 8;
constexpr int kBitsPerByte = 8;

// A batch begins with the number of its first record, little-endian.
uint64_t SequenceOf(const rocksdb::WriteBatch& batch) {
  uint64_t sequence = 0;
  for (size_t i = kNumberBytes; i-- > 0;) {
    sequence = sequence << kBitsPerByte |
               static_cast<unsigned char>(batch.Data().at(i));
  }
  return sequence;
}

// Goes through a batch; copies what belongs to commits up to the last wanted.
class NoteReader : public rocksdb::WriteBatch::Handler {
 public:
  NoteReader(std::optional<int64_t> last_commit, rocksdb::WriteBatch* copy)
      : last_commit_(last_commit), copy_(copy) {}

  std::optional<int64_t> store_id() const { return store_id_; }
  bool cut() const { return cut_; }
  bool copied_any() const { return copied_any_; }

  void LogData(const rocksdb::Slice& note) override {
    if (note.size() != 2 * kNumberBytes) return;
    store_id_ = DecodeNumber(rocksdb::Slice(note.data(), kNumberBytes));
    const auto commit =
        DecodeNumber(rocksdb::Slice(note.data() + kNumberBytes, kNumberBytes));
    if (last_commit_.has_value() && commit.value_or(0) > *last_commit_) {
      cut_ = true;
    }
  }
  rocksdb::Status PutCF(uint32_t /*family*/, const rocksdb::Slice& key,
                        const rocksdb::Slice& value) override {
    if (key == LastCommitKey()) return PutLastCommit(value);
    if (key == StoreIdKey()) store_id_ = DecodeNumber(value);
    if (cut_ || !last_commit_.has_value()) return rocksdb::Status::OK();
    copied_any_ = true;
    return copy_->Put(key, value);
  }
  rocksdb::Status DeleteCF(uint32_t /*family*/,
                           const rocksdb::Slice& key) override {
    if (cut_ || !last_commit_.has_value()) return rocksdb::Status::OK();
    copied_any_ = true;
    return copy_->Delete(key);
  }

 private:
  // It ends the batch, and may say more than what was copied of it.
  rocksdb::Status PutLastCommit(const rocksdb::Slice& value) {
    if (!last_commit_.has_value()) return rocksdb::Status::OK();
    if (DecodeNumber(value).value_or(0) > *last_commit_) cut_ = true;
    if (cut_ && !copied_any_) return rocksdb::Status::OK();
    return copy_->Put(
        LastCommitKey(),
        cut_ ? rocksdb::Slice(EncodeNumber(*last_commit_)) : value);
  }

  const std::optional<int64_t> last_commit_;
  rocksdb::WriteBatch* const copy_;
  std::optional<int64_t> store_id_;
  bool cut_ = false;
  bool copied_any_ = false;
};

}  // namespace

rocksdb::Status NoteCommit(rocksdb::WriteBatch& batch, int64_t store_id,
                           int64_t commit) {
  return batch.PutLogData(
      absl::StrCat(EncodeNumber(store_id), EncodeNumber(commit)));
}

int64_t HighestNote(absl::string_view log, int64_t store_id, int64_t near) {
  constexpr int64_t kFar = 1 << 30;  // More commits than a log holds.
  const std::string id = EncodeNumber(store_id);
  int64_t highest = 0;
  for (size_t at = log.find(id); at != absl::string_view::npos;
       at = log.find(id, at + 1)) {
    const absl::string_view rest = log.substr(at + kNumberBytes, kNumberBytes);
    const int64_t commit =
        DecodeNumber(rocksdb::Slice(rest.data(), rest.size())).value_or(0);
    if (commit < near + kFar) highest = std::max(highest, commit);
  }
  return highest;
}

rocksdb::WalFilter::WalProcessingOption LogFilter::LogRecordFound(
    unsigned long long /*log_number*/,  // NOLINT(google-runtime-int)
    const std::string& log_file_name, const rocksdb::WriteBatch& batch,
    rocksdb::WriteBatch* new_batch, bool* batch_changed) {
  NoteReader reader(last_commit_, new_batch);
  if (!batch.Iterate(&reader).ok()) {
    return WalProcessingOption::kCorruptedRecord;
  }
  const uint64_t sequence = SequenceOf(batch);
  absl::string_view problem;
  if (store_id_.has_value() &&
      reader.store_id().value_or(*store_id_) != *store_id_) {
    problem = "belongs to another store";
  } else if (next_sequence_.value_or(sequence) != sequence) {
    problem =
        "does not go on where the log before it ends: it is of another time, "
        "or that one is, or a log between them is missing";
  }
  if (!problem.empty()) {
    refusal_ = absl::StrCat(
        std::filesystem::path(log_file_name).filename().string(), " ", problem);
    return WalProcessingOption::kCorruptedRecord;
  }
  if (!first_sequence_.has_value()) first_sequence_ = sequence;
  next_sequence_ = sequence + batch.Count();
  if (!reader.cut()) return WalProcessingOption::kContinueProcessing;
  if (!reader.copied_any()) return WalProcessingOption::kIgnoreCurrentRecord;
  *batch_changed = true;
  return WalProcessingOption::kContinueProcessing;
}

}  // namespace tonus::storage
