// expects: could not convert|cannot convert|no viable conversion|no matching function for call
#include "suanwang/base/id.hpp"

std::size_t free_accelerators(suanwang::PoolId pool);

#ifdef SHOULD_FAIL
std::size_t ask(suanwang::CentreId place) {
  return free_accelerators(place);
}
#else
std::size_t ask(suanwang::PoolId place) {
  return free_accelerators(place);
}
#endif
