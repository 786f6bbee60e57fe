#pragma once

namespace suanwang {

/// 128-bit integers, which g++ and clang have as an extension.
__extension__ using Uint128 = unsigned __int128;
__extension__ using Int128 = __int128;

}  // namespace suanwang
