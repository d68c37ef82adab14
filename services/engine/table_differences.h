// SPDX-License-Identifier: Apache-2.0
// Compares tables of a pack as a whole.

#ifndef TONUS_SERVICES_ENGINE_TABLE_DIFFERENCES_H_
#define TONUS_SERVICES_ENGINE_TABLE_DIFFERENCES_H_

#include <string>
#include <vector>

#include "tonus/knowledge/v1/pack.pb.h"

namespace tonus::engine {

// Returns where the tables of `pack` differ from those that `tables` has, one
// text for each place, and a few of them where there are many. Rows, fields and
// elements of lists count where either side has them; texts for people count
// where `tables` gives them.
std::vector<std::string> TableDifferences(const knowledge::v1::Pack& tables,
                                          const knowledge::v1::Pack& pack);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TABLE_DIFFERENCES_H_
