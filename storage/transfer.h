// SPDX-License-Identifier: Apache-2.0
// All records of a store as one file, to carry them to a store of any backend.
//
// The file begins with a line that names its format. Then come frames: size
// and checksum, 4 bytes each, big-endian, and the payload. The checksum runs on
// over all frames, so that none can be left out or change places. A payload is
// `R` and records (length of the key, length of the value, 4 bytes each, key,
// value) or, in the last frame, `E` and the number of all records, 8 bytes.
// Versions are not carried: those of another store mean nothing.

#ifndef TONUS_STORAGE_TRANSFER_H_
#define TONUS_STORAGE_TRANSFER_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/storage.h"

namespace tonus::storage {

// The marks of an import that was not finished, and of a store that servers
// share. They lie behind the keys of all records and are not carried.
inline constexpr absl::string_view kMarks = "\xff\xff";
inline constexpr absl::string_view kImportKey = "\xff\xff/import";
inline constexpr absl::string_view kServedKey = "\xff\xff/served";

// Writes all records to a new file, for its owner alone, and returns their
// number. Nobody may write to the store meanwhile: the file would hold records
// of different moments. ExportStorage (open.h) sees to it.
//   FAILED_PRECONDITION  the file exists or can not be written, or an import
//                        into the store was not finished.
// Besides, what Storage::Scan returns.
absl::StatusOr<int64_t> ExportRecords(const Storage& storage,
                                      const std::string& path);

// Writes the records of a file to an empty store and returns their number. The
// whole file is checked first. An import that is broken off leaves a mark in
// the store, see CheckNoImport.
//   FAILED_PRECONDITION  the store is not empty or marked as served, or the
//                        file can not be read.
//   DATA_LOSS            the file is damaged; nothing was written.
//   ABORTED              another program has just begun to use the store.
// Besides, what Storage::Commit returns.
absl::StatusOr<int64_t> ImportRecords(const std::string& path,
                                      Storage* storage);

// Says that an import into the store was broken off.
absl::Status HalfImportedError();

// OK unless an import into the store was broken off.
//   FAILED_PRECONDITION  it was; the store is of no use.
// Besides, what Storage::Read returns.
absl::Status CheckNoImport(const Storage& storage);

// As CheckNoImport, and marks the store as one that servers share: from then on
// nothing is imported into it, since they would serve what is half there.
absl::Status MarkServed(Storage* storage);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_TRANSFER_H_
