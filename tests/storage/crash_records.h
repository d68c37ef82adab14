// SPDX-License-Identifier: Apache-2.0
// What the crash test writes, and how it checks what is left.

#ifndef TONUS_TESTS_STORAGE_CRASH_RECORDS_H_
#define TONUS_TESTS_STORAGE_CRASH_RECORDS_H_

#include <string>
#include <vector>

#include "storage/storage.h"

namespace tonus::storage {

// Returns commit `number` of `thread`: two new keys, both or none. Numbers of a
// thread start at 0.
std::vector<Mutation> CrashMutations(int thread, int number);

// Returns how many commits of `thread` are in `storage`.
int CountRecords(const Storage& storage, int thread);

// Returns what is wrong with `storage`, in which `acknowledged[t]` commits of
// thread t were acknowledged: a commit of them that is not there, one that is
// half there or altered, one that nobody asked for (each thread has one commit
// under way at a time), or version numbers with a gap. Empty: nothing.
std::vector<std::string> FindLosses(const Storage& storage,
                                    const std::vector<int>& acknowledged);

}  // namespace tonus::storage

#endif  // TONUS_TESTS_STORAGE_CRASH_RECORDS_H_
