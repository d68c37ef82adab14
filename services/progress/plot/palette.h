// SPDX-License-Identifier: Apache-2.0
// Colours and dashes of the plots. Each colour has a contrast of at least 4.5
// to 1 with the ground that it stands on.

#ifndef TONUS_SERVICES_PROGRESS_PLOT_PALETTE_H_
#define TONUS_SERVICES_PROGRESS_PLOT_PALETTE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tonus::plot {

// Lines of one plot; each also has its own marker and dash.
inline constexpr int kLines = 4;

// Colours as `#rrggbb`.
struct Palette {
  absl::string_view ground;
  absl::string_view text;
  absl::string_view grid;  // Axes, limits, retests and pauses.
  absl::string_view lines[kLines];
};

inline constexpr Palette kLight = {
    "#ffffff",
    "#1a1a1a",
    "#5f5f5f",
    {"#0b57a4", "#9a4a00", "#1b6e3c", "#6a3d9a"}};
inline constexpr Palette kDark = {"#121212",
                                  "#f0f0f0",
                                  "#a8a8a8",
                                  {"#8ab8ff", "#ffb066", "#7fd6a0", "#d0b0ff"}};

// The style sheet of every plot: light, and dark on a screen that asks for it;
// so paper is always light.
std::string StyleSheet();

}  // namespace tonus::plot

#endif  // TONUS_SERVICES_PROGRESS_PLOT_PALETTE_H_
