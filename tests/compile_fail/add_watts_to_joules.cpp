// expects: no match for 'operator[+]'|invalid operands to binary expression
#include "suanwang/base/quantity.hpp"

suanwang::Joules total(suanwang::Joules before, suanwang::Watts power, suanwang::Seconds span) {
#ifdef SHOULD_FAIL
  return before + power;
#else
  return before + power * span;
#endif
}
