// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/rocksdb_status.h"

#include <utility>

#include "storage/unknown_outcome.h"

namespace tonus::storage {
namespace {

absl::Status WithDetail(absl::Status status, const rocksdb::Status& detail) {
  return WithDriverDetail(std::move(status), detail.ToString());
}

absl::Status Translate(const rocksdb::Status& status) {
  if (status.IsNotFound()) return absl::NotFoundError("no such key");
  if (status.IsCorruption()) {
    return absl::DataLossError("stored data is corrupt");
  }
  if (status.IsTimedOut()) {
    return absl::DeadlineExceededError("deadline has passed");
  }
  if (status.IsNoSpace()) {
    return absl::ResourceExhaustedError("no space is left on the disk");
  }
  if (status.IsMemoryLimit()) {
    return absl::ResourceExhaustedError("no memory is left for storage");
  }
  if (status.IsIOError()) {
    return absl::UnavailableError("the disk reports an error");
  }
  return absl::UnavailableError("the store can not answer");
}

}  // namespace

absl::Status FromRocksdb(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return WithDetail(Translate(status), status);
}

absl::Status FromFailedWrite(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return WithDetail(UnknownOutcomeError("the write failed"), status);
}

absl::Status FromFailedOpen(const rocksdb::Status& status) {
  if (status.IsInvalidArgument() || status.IsNotSupported()) {
    return WithDetail(absl::FailedPreconditionError(
                          "the data folder holds a database that this program "
                          "can not read"),
                      status);
  }
  return FromRocksdb(status);
}

absl::Status CorruptRecordError() {
  return absl::DataLossError("a stored record is corrupt");
}

}  // namespace tonus::storage
