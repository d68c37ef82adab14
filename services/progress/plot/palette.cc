// SPDX-License-Identifier: Apache-2.0
#include "services/progress/plot/palette.h"

#include "absl/strings/str_cat.h"

namespace tonus::plot {
namespace {

constexpr absl::string_view kDashes[kLines] = {"none", "8 4", "2 3",
                                               "10 3 2 3"};

std::string Colours(const Palette& palette) {
  std::string css = absl::StrCat(".tonus-plot{color:", palette.text,
                                 "}.tonus-ground{fill:", palette.ground,
                                 "}.tonus-grid{stroke:", palette.grid,
                                 "}.tonus-note{fill:", palette.grid, "}");
  for (int i = 0; i < kLines; ++i) {
    absl::StrAppend(&css, ".tonus-line", i, "{stroke:", palette.lines[i],
                    "}.tonus-mark", i, "{stroke:", palette.lines[i],
                    ";fill:", palette.lines[i], "}.tonus-hollow", i,
                    "{stroke:", palette.lines[i], ";fill:", palette.ground,
                    "}");
  }
  return css;
}

}  // namespace

std::string StyleSheet() {
  std::string css =
      ".tonus-plot{font-family:system-ui,sans-serif;font-size:14px}"
      ".tonus-text{fill:currentColor}"
      ".tonus-head{fill:currentColor;font-size:18px;font-weight:bold}"
      ".tonus-grid{fill:none;stroke-width:1}"
      ".tonus-limit{stroke-width:1.5;stroke-dasharray:6 3}"
      ".tonus-day{stroke-width:1.5;stroke-dasharray:1 3}";
  for (int i = 0; i < kLines; ++i) {
    absl::StrAppend(&css, ".tonus-line", i,
                    "{fill:none;stroke-width:2;stroke-dasharray:", kDashes[i],
                    "}.tonus-mark", i, ",.tonus-hollow", i, "{stroke-width:2}");
  }
  return absl::StrCat(css, Colours(kLight),
                      "@media screen and (prefers-color-scheme:dark){",
                      Colours(kDark), "}");
}

}  // namespace tonus::plot
