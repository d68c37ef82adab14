// SPDX-License-Identifier: Apache-2.0
// The program `tonus`.

#include <iostream>
#include <string>
#include <vector>

#include "services/client/command_line.h"

int main(int argc, char** argv) {
  return tonus::client::Run(std::vector<std::string>(argv + 1, argv + argc),
                            {std::cin, std::cout, std::cerr});
}
