// SPDX-License-Identifier: Apache-2.0
// Commits to the store in a folder until it is killed, and writes a line
// `<thread> <number>` to standard output for each commit that was acknowledged.
//
//   crash_writer FOLDER THREADS
//
// Thread t continues after the last number of its keys. Exits with 2 if the
// store does not open, and with the message on standard error.

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "tests/storage/crash_records.h"

namespace tonus::storage {
namespace {

void WriteForever(Storage& storage, int thread) {
  for (int number = CountRecords(storage, thread);; ++number) {
    const std::vector<Mutation> mutations = CrashMutations(thread, number);
    if (!storage.Commit(mutations, absl::InfiniteFuture()).ok()) std::abort();
    // One short write, so that lines of threads do not mix.
    const std::string line = absl::StrCat(thread, " ", number, "\n");
    if (write(STDOUT_FILENO, line.data(), line.size()) < 0) std::abort();
  }
}

int Run(const std::string& folder, int thread_count) {
  auto storage = RocksdbStorage::Open(folder);
  if (!storage.ok()) {
    std::cerr << storage.status().message();
    return 2;
  }
  std::vector<std::thread> threads;
  for (int thread = 0; thread < thread_count; ++thread) {
    threads.emplace_back(
        [&storage, thread] { WriteForever(**storage, thread); });
  }
  for (std::thread& thread : threads) thread.join();
  return 0;
}

}  // namespace
}  // namespace tonus::storage

int main(int argc, char** argv) {
  int thread_count = 0;
  if (argc != 3 || !absl::SimpleAtoi(argv[2], &thread_count)) return 1;
  return tonus::storage::Run(argv[1], thread_count);
}
