// SPDX-License-Identifier: Apache-2.0
#include "storage/transfer.h"

#include <utility>
#include <vector>

#include "storage/bounds.h"
#include "storage/key_range.h"
#include "storage/record_file.h"

namespace tonus::storage {
namespace {

constexpr absl::Time kNoDeadline = absl::InfiniteFuture();

absl::Status CheckEmpty(const Storage& storage) {
  ScanRequest first = ScanPrefix("");
  first.limit = 1;
  const absl::StatusOr<Page> page = storage.Scan(first, kNoDeadline);
  if (!page.ok()) return page.status();
  if (page->records.empty()) return absl::OkStatus();
  if (page->records.front().key == kServedKey) {
    return absl::FailedPreconditionError(
        "a server has used this store: import into a new one, and start "
        "servers afterwards");
  }
  return absl::FailedPreconditionError(
      "the store is not empty; records are imported into an empty one only");
}

// Reads all of the file.
absl::Status CheckFile(const std::string& path) {
  absl::StatusOr<RecordReader> reader = RecordReader::Open(path);
  if (!reader.ok()) return reader.status();
  while (true) {
    const absl::StatusOr<std::vector<Record>> records = reader->Next();
    if (!records.ok()) return records.status();
    if (records->empty()) return absl::OkStatus();
  }
}

// Commits records in as few commits as they fit into.
absl::Status Write(std::vector<Record> records, Storage* storage) {
  std::vector<Mutation> commit;
  int64_t bytes = 0;
  for (Record& record : records) {
    const auto size =
        static_cast<int64_t>(record.key.size() + record.value.size());
    if (commit.size() == kMaxCommitMutations ||
        bytes + size > kMaxCommitBytes) {
      absl::Status status = storage->Commit(commit, kNoDeadline);
      if (!status.ok()) return status;
      commit.clear();
      bytes = 0;
    }
    bytes += size;
    commit.push_back(
        Mutation::Write(std::move(record.key), std::move(record.value)));
  }
  return storage->Commit(commit, kNoDeadline);
}

absl::StatusOr<int64_t> WriteAll(const std::string& path, Storage* storage) {
  absl::StatusOr<RecordReader> reader = RecordReader::Open(path);
  if (!reader.ok()) return reader.status();
  int64_t count = 0;
  while (true) {
    absl::StatusOr<std::vector<Record>> records = reader->Next();
    if (!records.ok()) return records.status();
    if (records->empty()) return count;
    count += static_cast<int64_t>(records->size());
    absl::Status written = Write(*std::move(records), storage);
    if (!written.ok()) return written;
  }
}

}  // namespace

absl::StatusOr<int64_t> ExportRecords(const Storage& storage,
                                      const std::string& path) {
  if (absl::Status half = CheckNoImport(storage); !half.ok()) return half;
  absl::StatusOr<RecordWriter> writer = RecordWriter::Create(path);
  if (!writer.ok()) return writer.status();
  ScanRequest request;
  request.end = std::string(kMarks);
  while (true) {
    const absl::StatusOr<Page> page = storage.Scan(request, kNoDeadline);
    if (!page.ok()) return page.status();
    if (page->records.empty()) break;
    absl::Status written = writer->Add(page->records);
    if (!written.ok()) return written;
    if (!page->more) break;
    request = ScanAfter(request, page->records.back().key);
  }
  if (absl::Status bad = writer->Finish(); !bad.ok()) return bad;
  return writer->record_count();
}

absl::StatusOr<int64_t> ImportRecords(const std::string& path,
                                      Storage* storage) {
  if (absl::Status bad = CheckFile(path); !bad.ok()) return bad;
  if (absl::Status full = CheckEmpty(*storage); !full.ok()) return full;
  const std::string key(kImportKey);
  const Mutation begin[] = {Mutation::Write(key, "", kAbsent),
                            Mutation::Check(std::string(kServedKey), kAbsent)};
  if (absl::Status bad = storage->Commit(begin, kNoDeadline); !bad.ok()) {
    return absl::IsAborted(bad)
               ? absl::AbortedError("another program uses this store")
               : bad;
  }
  absl::StatusOr<int64_t> count = WriteAll(path, storage);
  if (!count.ok()) return count;
  const Mutation end[] = {Mutation::Delete(key)};
  if (absl::Status bad = storage->Commit(end, kNoDeadline); !bad.ok()) {
    return bad;
  }
  return count;
}

absl::Status HalfImportedError() {
  return absl::FailedPreconditionError(
      "an import into this store was broken off, or is under way: if it is "
      "not, empty the store and import again");
}

absl::Status CheckNoImport(const Storage& storage) {
  const absl::StatusOr<Record> mark = storage.Read(kImportKey, kNoDeadline);
  if (absl::IsNotFound(mark.status())) return absl::OkStatus();
  if (!mark.ok()) return mark.status();
  return HalfImportedError();
}

absl::Status MarkServed(Storage* storage) {
  if (absl::Status half = CheckNoImport(*storage); !half.ok()) return half;
  const absl::Status marked = storage->Read(kServedKey, kNoDeadline).status();
  if (!absl::IsNotFound(marked)) return marked;
  const Mutation mark[] = {
      Mutation::Write(std::string(kServedKey), "", kAbsent),
      Mutation::Check(std::string(kImportKey), kAbsent)};
  absl::Status status = storage->Commit(mark, kNoDeadline);
  // An import came first, or another server.
  return absl::IsAborted(status) ? CheckNoImport(*storage) : status;
}

}  // namespace tonus::storage
