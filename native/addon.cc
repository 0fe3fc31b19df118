// What JavaScript sees of the addon. It validates nothing: src/native does, and is the only caller.
#include <napi.h>
#include <time.h>

#include <cerrno>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "audit_netlink.h"
#include "pump.h"
#include "sensor.h"

namespace interloper {
namespace {

Napi::Error ToJavaScript(Napi::Env env, const Error& error) {
  Napi::Error thrown = Napi::Error::New(env, error.message);
  thrown.Set("errno", Napi::Number::New(env, error.number));
  return thrown;
}

std::vector<std::string> Strings(Napi::Array array) {
  std::vector<std::string> strings;
  for (uint32_t index = 0; index < array.Length(); index++)
    strings.push_back(array.Get(index).As<Napi::String>().Utf8Value());
  return strings;
}

uint64_t Uint64(Napi::Value value) {
  bool lossless;
  return value.As<Napi::BigInt>().Uint64Value(&lossless);
}

void ClosePump(Pump* pump, const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  auto on_closed = std::make_shared<Napi::FunctionReference>(Napi::Persistent(info[0].As<Napi::Function>()));
  pump->Close([env, on_closed]() {
    Napi::HandleScope scope(env);
    on_closed->MakeCallback(env.Global(), {});
  });
}

class SensorObject : public Napi::ObjectWrap<SensorObject> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(env, "NativeSensor",
                       {
                           InstanceMethod<&SensorObject::Attach>("attach"),
                           InstanceMethod<&SensorObject::Detach>("detach"),
                           InstanceMethod<&SensorObject::WatchMemWrites>("watchMemWrites"),
                           InstanceMethod<&SensorObject::SetFilter>("setFilter"),
                           InstanceMethod<&SensorObject::States>("states"),
                           InstanceMethod<&SensorObject::LoadsFields>("loadsFields"),
                           InstanceMethod<&SensorObject::Start>("start"),
                           InstanceMethod<&SensorObject::Turn>("turn"),
                           InstanceMethod<&SensorObject::Counts>("counts"),
                           InstanceMethod<&SensorObject::Close>("close"),
                       });
  }

  // new NativeSensor({scope, ringBytes, wakeBytes, memWritesWatched, programs, calls: [{cell, program, condition}]})
  explicit SensorObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<SensorObject>(info) {
    Napi::Env env = info.Env();
    Napi::Object given = info[0].As<Napi::Object>();
    SensorOptions options;
    options.scope = given.Get("scope").As<Napi::Number>().Uint32Value();
    options.ring_bytes = given.Get("ringBytes").As<Napi::Number>().Uint32Value();
    options.wake_bytes = given.Get("wakeBytes").As<Napi::Number>().Uint32Value();
    options.mem_writes_watched = given.Get("memWritesWatched").As<Napi::Boolean>();
    options.programs = Strings(given.Get("programs").As<Napi::Array>());
    Napi::Array calls = given.Get("calls").As<Napi::Array>();
    for (uint32_t index = 0; index < calls.Length(); index++) {
      Napi::Object call = calls.Get(index).As<Napi::Object>();
      options.calls.push_back({call.Get("cell").As<Napi::Number>().Uint32Value(),
                               call.Get("program").As<Napi::String>().Utf8Value(),
                               call.Get("condition").As<Napi::Number>().Uint32Value()});
    }

    Error error;
    std::unique_ptr<Sensor> sensor = Sensor::Load(options, &error);
    if (!sensor) {
      ToJavaScript(env, error).ThrowAsJavaScriptException();
      return;
    }
    sensor_ = sensor.get();
    pump_ = Pump::Create(env, std::move(sensor));
  }

 private:
  void Attach(const Napi::CallbackInfo&) { sensor_->Attach(); }

  Napi::Value LoadsFields(const Napi::CallbackInfo& info) {
    return Napi::Boolean::New(info.Env(), sensor_->LoadsFields());
  }

  void WatchMemWrites(const Napi::CallbackInfo&) { sensor_->WatchMemWrites(); }

  // setFilter({exes: [{device: number, inode: bigint}], cgroups: bigint[], namespaces: number[]})
  void SetFilter(const Napi::CallbackInfo& info) {
    Napi::Object given = info[0].As<Napi::Object>();
    Filter filter;
    Napi::Array exes = given.Get("exes").As<Napi::Array>();
    for (uint32_t index = 0; index < exes.Length(); index++) {
      Napi::Object exe = exes.Get(index).As<Napi::Object>();
      filter.exes.push_back({Uint64(exe.Get("inode")), exe.Get("device").As<Napi::Number>().Uint32Value(), 0});
    }
    Napi::Array cgroups = given.Get("cgroups").As<Napi::Array>();
    for (uint32_t index = 0; index < cgroups.Length(); index++) filter.cgroups.push_back(Uint64(cgroups.Get(index)));
    Napi::Array namespaces = given.Get("namespaces").As<Napi::Array>();
    for (uint32_t index = 0; index < namespaces.Length(); index++)
      filter.namespaces.push_back(namespaces.Get(index).As<Napi::Number>().Uint32Value());

    Error error;
    if (!sensor_->SetFilter(filter, &error)) ToJavaScript(info.Env(), error).ThrowAsJavaScriptException();
  }

  void Detach(const Napi::CallbackInfo&) { sensor_->Detach(); }

  Napi::Value States(const Napi::CallbackInfo& info) {
    Napi::Env env = info.Env();
    Napi::Array states = Napi::Array::New(env);
    for (const ProgramState& state : sensor_->States()) {
      Napi::Object one = Napi::Object::New(env);
      one.Set("name", state.name);
      one.Set("attached", state.attached);
      one.Set("error", state.error);
      one.Set("missed", static_cast<double>(state.missed));
      one.Set("id", state.id);
      states.Set(states.Length(), one);
    }
    return states;
  }

  // start(buffer: Uint8Array, onBatch: (length: number) => void)
  void Start(const Napi::CallbackInfo& info) {
    pump_->Start(info[0].As<Napi::Uint8Array>(), info[1].As<Napi::Function>());
  }

  Napi::Value Turn(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), pump_->Turn()); }

  // [emitted, dropped, repeated, filtered] of each kind in turn
  Napi::Value Counts(const Napi::CallbackInfo& info) {
    Napi::Env env = info.Env();
    event_counts counts[EVENT_KINDS];
    if (!sensor_->Counts(&counts)) {
      ToJavaScript(env, {errno, "the loss counters cannot be read"}).ThrowAsJavaScriptException();
      return env.Undefined();
    }
    Napi::Array values = Napi::Array::New(env, EVENT_KINDS * 4);
    uint32_t index = 0;
    for (const event_counts& count : counts) {
      for (uint64_t value : {count.emitted, count.dropped, count.repeated, count.filtered})
        values.Set(index++, static_cast<double>(value));
    }
    return values;
  }

  // close(onClosed: () => void); the object must not be used afterwards
  void Close(const Napi::CallbackInfo& info) { ClosePump(std::exchange(pump_, nullptr), info); }

  // Owned by itself, and the sensor by it: collecting this object detaches nothing.
  Pump* pump_ = nullptr;
  Sensor* sensor_ = nullptr;
};

class AuditObject : public Napi::ObjectWrap<AuditObject> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(env, "NativeAudit",
                       {
                           InstanceMethod<&AuditObject::Start>("start"),
                           InstanceMethod<&AuditObject::Turn>("turn"),
                           InstanceMethod<&AuditObject::Overflows>("overflows"),
                           InstanceMethod<&AuditObject::Close>("close"),
                       });
  }

  // new NativeAudit({receiveBytes})
  explicit AuditObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<AuditObject>(info) {
    Napi::Env env = info.Env();
    Error error;
    const uint32_t receive_bytes = info[0].As<Napi::Object>().Get("receiveBytes").As<Napi::Number>().Uint32Value();
    std::unique_ptr<AuditNetlink> audit = AuditNetlink::Open(receive_bytes, &error);
    if (!audit) {
      ToJavaScript(env, error).ThrowAsJavaScriptException();
      return;
    }
    audit_ = audit.get();
    pump_ = Pump::Create(env, std::move(audit));
  }

 private:
  // start(buffer: Uint8Array, onBatch: (length: number) => void)
  void Start(const Napi::CallbackInfo& info) {
    pump_->Start(info[0].As<Napi::Uint8Array>(), info[1].As<Napi::Function>());
  }

  Napi::Value Turn(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), pump_->Turn()); }

  Napi::Value Overflows(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), static_cast<double>(audit_->overflows()));
  }

  // close(onClosed: () => void); the object must not be used afterwards
  void Close(const Napi::CallbackInfo& info) { ClosePump(std::exchange(pump_, nullptr), info); }

  Pump* pump_ = nullptr;
  AuditNetlink* audit_ = nullptr;
};

// auditStatus(): the kernel's struct audit_status by the names that auditctl -s prints
Napi::Value AuditStatusFromJavaScript(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  audit_status status;
  Error error;
  if (!ReadAuditStatus(&status, &error)) {
    ToJavaScript(env, error).ThrowAsJavaScriptException();
    return env.Undefined();
  }
  Napi::Object object = Napi::Object::New(env);
  object.Set("enabled", status.enabled);
  object.Set("failure", status.failure);
  object.Set("pid", status.pid);
  object.Set("rateLimit", status.rate_limit);
  object.Set("backlogLimit", status.backlog_limit);
  object.Set("lost", status.lost);
  object.Set("backlog", status.backlog);
  return object;
}

// tryProgram(name): undefined where it loads and attaches, else an Error
Napi::Value TryProgramFromJavaScript(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  Error error;
  if (TryProgram(info[0].As<Napi::String>().Utf8Value(), &error)) return env.Undefined();
  return ToJavaScript(env, error).Value();
}

// kernelFunctions(names): which of them the kernel's BTF knows, in order
Napi::Value KernelFunctionsFromJavaScript(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  std::vector<bool> present;
  Error error;
  if (!KernelFunctions(Strings(info[0].As<Napi::Array>()), &present, &error)) {
    ToJavaScript(env, error).ThrowAsJavaScriptException();
    return env.Undefined();
  }
  Napi::Array answers = Napi::Array::New(env, present.size());
  for (uint32_t index = 0; index < present.size(); index++) answers.Set(index, static_cast<bool>(present[index]));
  return answers;
}

int64_t Nanoseconds(clockid_t clock) {
  timespec time;
  clock_gettime(clock, &time);
  return static_cast<int64_t>(time.tv_sec) * 1000000000 + time.tv_nsec;
}

// bootTime(): ns since the epoch at which the boot clock was zero, as the two clocks stand now
Napi::Value BootTime(const Napi::CallbackInfo& info) {
  // The reading between two of the other clock that are closest to each other is the best of a few.
  int64_t best_width = INT64_MAX;
  int64_t offset = 0;
  for (int attempt = 0; attempt < 5; attempt++) {
    const int64_t before = Nanoseconds(CLOCK_BOOTTIME);
    const int64_t wall = Nanoseconds(CLOCK_REALTIME);
    const int64_t after = Nanoseconds(CLOCK_BOOTTIME);
    if (after - before >= best_width) continue;
    best_width = after - before;
    offset = wall - (before + after) / 2;
  }
  return Napi::BigInt::New(info.Env(), offset);
}

Napi::Object Initialize(Napi::Env env, Napi::Object exports) {
  exports.Set("NativeSensor", SensorObject::Define(env));
  exports.Set("NativeAudit", AuditObject::Define(env));
  exports.Set("auditStatus", Napi::Function::New(env, AuditStatusFromJavaScript));
  exports.Set("tryProgram", Napi::Function::New(env, TryProgramFromJavaScript));
  exports.Set("kernelFunctions", Napi::Function::New(env, KernelFunctionsFromJavaScript));
  exports.Set("bootTime", Napi::Function::New(env, BootTime));
  return exports;
}

}  // namespace

NODE_API_MODULE(interloper, Initialize)

}  // namespace interloper
