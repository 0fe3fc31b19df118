#ifndef INTERLOPER_PUMP_H
#define INTERLOPER_PUMP_H

#include <napi.h>
#include <uv.h>

#include <cstdint>
#include <functional>
#include <memory>

#include "source.h"

namespace interloper {

// Moves records from a source to JavaScript, on the loop of the environment that loaded it.
//
// It owns itself: a JavaScript object may be collected or its environment may end at any time, but libuv frees its
// handles only in a later turn of the loop. Close() starts that, from JavaScript or from the environment's end.
class Pump {
 public:
  static Pump* Create(Napi::Env env, std::unique_ptr<Source> source);

  bool closing() const { return closing_; }

  // Calls on_batch(length) with length bytes of whole records in buffer, at most its size a turn.
  void Start(Napi::Uint8Array buffer, Napi::Function on_batch);
  // One batch now; 1 where more is left, 0 where the ring is empty, -errno.
  int Turn();
  // Detaches everything at once; the rest is freed, and on_closed called, when libuv lets go of the handles.
  void Close(std::function<void()> on_closed = nullptr);

 private:
  Pump(Napi::Env env, std::unique_ptr<Source> source);
  ~Pump() = default;

  static bool Append(void* pump, const void* record, size_t size);
  static void OnReadable(uv_poll_t* poll, int status, int events);
  static void OnTimer(uv_timer_t* timer);
  static void OnHandleClosed(uv_handle_t* handle);
  static void OnEnvironmentEnd(napi_async_cleanup_hook_handle hook, void* pump);
  void Run();
  void Schedule(bool more);
  void Finish();

  Napi::Env env_;
  uv_loop_t* loop_ = nullptr;
  std::unique_ptr<Source> source_;
  Napi::FunctionReference on_batch_;
  Napi::Reference<Napi::Uint8Array> buffer_;
  uint8_t* bytes_ = nullptr;
  size_t capacity_ = 0;
  size_t filled_ = 0;
  uv_poll_t poll_;
  uv_timer_t timer_;
  uint64_t idle_ms_ = 0;
  int open_handles_ = 0;
  bool started_ = false;
  bool closing_ = false;
  std::function<void()> on_closed_;
  napi_async_cleanup_hook_handle hook_ = nullptr;
};

}  // namespace interloper

#endif
