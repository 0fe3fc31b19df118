#include "pump.h"

#include <cstring>
#include <utility>

namespace interloper {
namespace {

// A record below the ring's wake-up threshold wakes nobody, so the ring is looked at from time to time: soon after
// something came, less often the longer nothing did.
constexpr uint64_t kShortestWaitMs = 10;
constexpr uint64_t kLongestWaitMs = 80;

}  // namespace

Pump* Pump::Create(Napi::Env env, std::unique_ptr<Source> source) { return new Pump(env, std::move(source)); }

Pump::Pump(Napi::Env env, std::unique_ptr<Source> source) : env_(env), source_(std::move(source)) {
  napi_get_uv_event_loop(env, &loop_);
  napi_add_async_cleanup_hook(env, OnEnvironmentEnd, this, &hook_);
}

void Pump::Start(Napi::Uint8Array buffer, Napi::Function on_batch) {
  buffer_ = Napi::Reference<Napi::Uint8Array>::New(buffer, 1);
  bytes_ = buffer.Data();
  capacity_ = buffer.ByteLength();
  on_batch_ = Napi::Persistent(on_batch);

  uv_poll_init(loop_, &poll_, source_->Descriptor());
  poll_.data = this;
  uv_timer_init(loop_, &timer_);
  timer_.data = this;
  open_handles_ = 2;
  started_ = true;
  idle_ms_ = kShortestWaitMs;
  uv_poll_start(&poll_, UV_READABLE, OnReadable);
  uv_timer_start(&timer_, OnTimer, kShortestWaitMs, 0);
}

bool Pump::Append(void* context, const void* record, size_t size) {
  auto* pump = static_cast<Pump*>(context);
  memcpy(pump->bytes_ + pump->filled_, record, size);
  pump->filled_ += size;
  return pump->capacity_ - pump->filled_ >= pump->source_->LargestRecord();
}

int Pump::Turn() {
  filled_ = 0;
  int status = source_->Drain(Append, this);
  if (filled_ == 0) return status;
  Napi::HandleScope scope(env_);
  on_batch_.MakeCallback(env_.Global(), {Napi::Number::New(env_, static_cast<double>(filled_))});
  if (env_.IsExceptionPending()) {
    Napi::Error error = env_.GetAndClearPendingException();
    napi_fatal_exception(env_, error.Value());
  }
  return status;
}

void Pump::Run() {
  const int status = Turn();
  if (closing_) return;
  Schedule(status == 1);
}

void Pump::Schedule(bool more) {
  if (filled_ > 0) {
    idle_ms_ = kShortestWaitMs;
  } else if (idle_ms_ < kLongestWaitMs) {
    idle_ms_ *= 2;
  }
  uv_timer_start(&timer_, OnTimer, more ? 0 : idle_ms_, 0);
}

void Pump::OnReadable(uv_poll_t* poll, int, int) { static_cast<Pump*>(poll->data)->Run(); }

void Pump::OnTimer(uv_timer_t* timer) { static_cast<Pump*>(timer->data)->Run(); }

void Pump::Close(std::function<void()> on_closed) {
  if (closing_) return;
  closing_ = true;
  on_closed_ = std::move(on_closed);
  source_->Detach();
  if (!started_) {
    Finish();
    return;
  }
  uv_poll_stop(&poll_);
  uv_close(reinterpret_cast<uv_handle_t*>(&poll_), OnHandleClosed);
  uv_close(reinterpret_cast<uv_handle_t*>(&timer_), OnHandleClosed);
}

void Pump::OnHandleClosed(uv_handle_t* handle) {
  auto* pump = static_cast<Pump*>(handle->data);
  if (--pump->open_handles_ == 0) pump->Finish();
}

// The descriptor that libuv polled is the source's, so the source goes last.
void Pump::Finish() {
  source_.reset();
  on_batch_.Reset();
  buffer_.Reset();
  if (on_closed_) on_closed_();
  if (hook_ != nullptr) napi_remove_async_cleanup_hook(hook_);
  delete this;
}

void Pump::OnEnvironmentEnd(napi_async_cleanup_hook_handle, void* context) {
  static_cast<Pump*>(context)->Close();
}

}  // namespace interloper
