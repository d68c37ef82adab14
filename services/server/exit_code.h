// SPDX-License-Identifier: Apache-2.0
// How the program ends, in the codes of sysexits.h, so that a supervisor knows
// whether to start it again.

#ifndef TONUS_SERVICES_SERVER_EXIT_CODE_H_
#define TONUS_SERVICES_SERVER_EXIT_CODE_H_

#include "absl/status/status.h"

namespace tonus {

enum class ExitCode {
  kStopped = 0,         // Stopped in order.
  kStopTooLong = 1,     // Stopped by its own watchdog; nothing is lost.
  kUsage = 64,          // EX_USAGE: wrong command line.
  kUnavailable = 69,    // EX_UNAVAILABLE: address in use, or no disk.
  kDataUnusable = 74,   // EX_IOERR: the data is damaged.
  kRestart = 75,        // EX_TEMPFAIL: the store stopped or is in use.
  kConfiguration = 78,  // EX_CONFIG: a setting, or what it names, is no use.
};

// Why a start that ended with `status` failed.
ExitCode ExitCodeOf(const absl::Status& status);

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_EXIT_CODE_H_
