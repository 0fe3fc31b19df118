#ifndef INTERLOPER_ERROR_H
#define INTERLOPER_ERROR_H

#include <string>

namespace interloper {

struct Error {
  // errno
  int number = 0;
  std::string message;
};

}  // namespace interloper

#endif
