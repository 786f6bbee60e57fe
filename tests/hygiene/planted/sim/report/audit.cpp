#include "suanwang/base/diagnostics.hpp"
#include "suanwang/model/simulation.hpp"
#include "report/audit_book.hpp"
