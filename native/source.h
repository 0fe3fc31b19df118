#ifndef INTERLOPER_SOURCE_H
#define INTERLOPER_SOURCE_H

#include <cstddef>

namespace interloper {

// Where records come from that a Pump moves to JavaScript. Used by one thread.
class Source {
 public:
  // Called with each record; returns whether it has room for another one of the largest size.
  using Sink = bool (*)(void* context, const void* record, size_t size);

  virtual ~Source() = default;

  // Readable when there is something to drain. Owned by the source, open until it is destroyed.
  virtual int Descriptor() const = 0;
  virtual size_t LargestRecord() const = 0;
  // Hands over what there is until it is empty or the sink is full. 1 where more may be left, 0 where not, -errno.
  virtual int Drain(Sink sink, void* context) = 0;
  // Nothing new comes in afterwards; what is there can still be drained.
  virtual void Detach() = 0;
};

}  // namespace interloper

#endif
