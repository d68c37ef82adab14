// SPDX-License-Identifier: Apache-2.0
// What most sources of the engine and the services include: reading it takes
// longer than compiling the rest. Nothing of the project's own that is written
// by hand, so that an edit stays cheap.

#ifndef TONUS_CMAKE_PRECOMPILED_H_
#define TONUS_CMAKE_PRECOMPILED_H_

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "google/protobuf/text_format.h"
#include "tonus/knowledge/v1/pack.pb.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

#endif  // TONUS_CMAKE_PRECOMPILED_H_
