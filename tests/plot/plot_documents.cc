// SPDX-License-Identifier: Apache-2.0
// Reads a Progress as JSON from standard input and writes the plots as JSON.

#include <iostream>
#include <iterator>
#include <string>

#include "google/protobuf/util/json_util.h"
#include "services/progress/plot/plots.h"

int main() {
  const std::string json((std::istreambuf_iterator<char>(std::cin)),
                         std::istreambuf_iterator<char>());
  tonus::v1::Progress progress;
  if (!google::protobuf::util::JsonStringToMessage(json, &progress).ok()) {
    std::cerr << "standard input is no Progress\n";
    return 2;
  }
  std::string out;
  if (!google::protobuf::util::MessageToJsonString(
           tonus::plot::RenderPlots(progress, {}), &out)
           .ok()) {
    return 1;
  }
  std::cout << out << "\n";
  return 0;
}
