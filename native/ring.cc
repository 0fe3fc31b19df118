#include "ring.h"

#include <linux/bpf.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace interloper {
namespace {

uint64_t Load(const void* position) {
  return __atomic_load_n(static_cast<const uint64_t*>(position), __ATOMIC_ACQUIRE);
}

}  // namespace

std::unique_ptr<Ring> Ring::Open(int map_fd, size_t bytes, Error* error) {
  std::unique_ptr<Ring> ring(new Ring());
  ring->map_fd_ = map_fd;
  ring->page_ = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  ring->bytes_ = bytes;
  void* consumer = mmap(nullptr, ring->page_, PROT_READ | PROT_WRITE, MAP_SHARED, map_fd, 0);
  if (consumer != MAP_FAILED) ring->consumer_ = consumer;
  void* producer =
      mmap(nullptr, ring->page_ + 2 * bytes, PROT_READ, MAP_SHARED, map_fd, static_cast<off_t>(ring->page_));
  if (producer != MAP_FAILED) ring->producer_ = producer;
  if (ring->consumer_ != nullptr && ring->producer_ != nullptr) return ring;
  error->number = errno;
  error->message = std::string("the ring buffer cannot be mapped: ") + strerror(errno);
  return nullptr;
}

Ring::~Ring() {
  if (consumer_ != nullptr) munmap(consumer_, page_);
  if (producer_ != nullptr) munmap(producer_, page_ + 2 * bytes_);
}

int Ring::Drain(Source::Sink sink, void* context) {
  const char* data = static_cast<const char*>(producer_) + page_;
  uint64_t position = Load(consumer_);
  bool room = true;
  while (room && position < Load(producer_)) {
    const char* header = data + (position & (bytes_ - 1));
    const uint32_t word = __atomic_load_n(reinterpret_cast<const uint32_t*>(header), __ATOMIC_ACQUIRE);
    // Reserved and not yet submitted: those behind it have to wait.
    if (word & BPF_RINGBUF_BUSY_BIT) break;
    const uint32_t length = word & ~BPF_RINGBUF_DISCARD_BIT;
    if (!(word & BPF_RINGBUF_DISCARD_BIT)) room = sink(context, header + BPF_RINGBUF_HDR_SZ, length);
    position += (static_cast<uint64_t>(length) + BPF_RINGBUF_HDR_SZ + 7) & ~uint64_t{7};
  }
  __atomic_store_n(static_cast<uint64_t*>(consumer_), position, __ATOMIC_RELEASE);
  return room ? 0 : 1;
}

}  // namespace interloper
