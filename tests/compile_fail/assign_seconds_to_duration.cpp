// expects: conversion from .* requested|no viable conversion
#include "suanwang/base/time.hpp"

// A real number of seconds becomes whole nanoseconds in one place only, which rounds up.
suanwang::Duration span_of(suanwang::Seconds seconds) {
#ifdef SHOULD_FAIL
  const suanwang::Duration span = seconds;
  return span;
#else
  return suanwang::rounded_up(seconds);
#endif
}
