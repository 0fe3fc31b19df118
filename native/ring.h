#ifndef INTERLOPER_RING_H
#define INTERLOPER_RING_H

#include <cstddef>
#include <cstdint>
#include <memory>

#include "error.h"
#include "source.h"

namespace interloper {

// The reading end of a BPF ring buffer (BPF_MAP_TYPE_RINGBUF), one reader only.
//
// The reader's position stands in a cache line that every writer reads at each event, and writing it takes that line from
// them: so it is written once a turn, and not once a record as libbpf's ring_buffer__consume() does.
class Ring {
 public:
  // map_fd must outlive the ring; bytes is the size of the map.
  static std::unique_ptr<Ring> Open(int map_fd, size_t bytes, Error* error);
  ~Ring();
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;

  // Readable when the kernel asked for a wake-up.
  int Descriptor() const { return map_fd_; }
  // Hands over whole records until the ring is empty or the sink is full: 1 where it was the sink.
  int Drain(Source::Sink sink, void* context);

 private:
  Ring() = default;

  int map_fd_ = -1;
  size_t page_ = 0;
  size_t bytes_ = 0;
  // One page that only the reader writes: its position.
  void* consumer_ = nullptr;
  // One page that only the kernel writes, its position, then the data twice in a row: no record is ever cut in two.
  void* producer_ = nullptr;
};

}  // namespace interloper

#endif
