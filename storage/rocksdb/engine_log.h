// SPDX-License-Identifier: Apache-2.0
// What RocksDB has to say of itself, in the file LOG.
//
// The log of RocksDB's own aborts the process when the disk is full: it is
// written like data. This one drops what it can not write.

#ifndef TONUS_STORAGE_ROCKSDB_ENGINE_LOG_H_
#define TONUS_STORAGE_ROCKSDB_ENGINE_LOG_H_

#include <cstdarg>
#include <string>

#include "rocksdb/env.h"

namespace tonus::storage {

// Thread-safe. Warnings and what is worse.
class EngineLog : public rocksdb::Logger {
 public:
  // Goes on in the file LOG of the folder; empty: says nothing.
  explicit EngineLog(const std::string& folder);
  ~EngineLog() override;

  using rocksdb::Logger::Logv;
  void Logv(const char* format, va_list arguments) override;

 private:
  int file_ = -1;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_ENGINE_LOG_H_
