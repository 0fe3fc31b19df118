#ifndef INTERLOPER_SENSOR_H
#define INTERLOPER_SENSOR_H

#include <bpf/libbpf.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "error.h"
#include "event.h"
#include "filter.h"
#include "ring.h"
#include "source.h"
#include "watched.h"

namespace interloper {

// A call that the program at the exit of all calls passes on to one of its own.
struct WatchedCall {
  // Which cell of watched_calls is its own: bpf/watched.h.
  uint32_t cell = 0;
  std::string program;
  // One of WATCHED_IF_* or 0.
  uint32_t condition = 0;
};

struct SensorOptions {
  uint32_t scope = 0;
  // Bytes; a power of two and a multiple of the page size.
  uint32_t ring_bytes = 0;
  uint64_t wake_bytes = 0;
  // A program that sees writes into /proc/PID/mem is among those to load.
  bool mem_writes_watched = false;
  // Names of the programs to load; all others of the object stay out of the kernel.
  std::vector<std::string> programs;
  // Programs of the object, of those to load.
  std::vector<WatchedCall> calls;
};

// Whose events to leave out; up to FILTER_ENTRIES of each.
struct Filter {
  std::vector<filter_exe> exes;
  // Ids of cgroups of the v2 hierarchy.
  std::vector<uint64_t> cgroups;
  // Inode numbers of pid and mount namespaces.
  std::vector<uint32_t> namespaces;
};

struct ProgramState {
  std::string name;
  // Also where it waits for what it is needed for.
  bool attached = false;
  // Why it is not attached; empty before Attach().
  std::string error;
  // Runs that the kernel skipped because the program was already running on that CPU, and calls that did not come to it.
  uint64_t missed = 0;
  // The kernel's number for it, as audit's records and bpftool have it; 0 where it is not known.
  uint32_t id = 0;
};

// The BPF side: one loaded object with its ring. Knows libbpf and nothing of JavaScript; used by one thread.
class Sensor : public Source {
 public:
  static std::unique_ptr<Sensor> Load(const SensorOptions& options, Error* error);
  ~Sensor() override;
  Sensor(const Sensor&) = delete;
  Sensor& operator=(const Sensor&) = delete;

  // Attaches each loaded program; what becomes of one does not touch the others. States() tells.
  void Attach();
  // From now on writes are looked at: somebody may hold a /proc/PID/mem open that was opened before.
  void WatchMemWrites();
  // Replaces the filter, also while the programs run; meanwhile and after a failure nothing is left out.
  bool SetFilter(const Filter& filter, Error* error);
  // Ends all of them: no event is made afterwards, and those in the ring can still be drained.
  void Detach() override;
  std::vector<ProgramState> States() const;

  // Readable when the kernel asked for a wake-up, which it does not do for each event.
  int Descriptor() const override { return ring_->Descriptor(); }
  size_t LargestRecord() const override { return std::max(sizeof(event), sizeof(context)); }
  int Drain(Sink sink, void* context) override {
    AttachWriteEntry();
    return ring_->Drain(sink, context);
  }

  // Whether its programs read the kernel's fields by loads; else by a helper, which costs more.
  bool LoadsFields() const { return loads_fields_; }

  // What became of the events of each kind, summed over the CPUs; false with errno set where it cannot be read.
  bool Counts(event_counts (*counts)[EVENT_KINDS]) const;

 private:
  struct Program {
    bpf_program* program;
    bpf_link* link;
    std::string error;
    // Its place in call_programs; 0 for one that is attached itself.
    uint32_t place;
    bool placed;
  };

  Sensor() = default;
  static std::unique_ptr<Sensor> LoadOne(const SensorOptions& options, bool loads_fields, Error* error);
  bool LoadObject(const SensorOptions& options, Error* error);
  bool OpenRing(size_t bytes, Error* error);
  void RememberSelf();
  bool AddProgram(bpf_program* program, Error* error);
  bool WatchCalls(const std::vector<WatchedCall>& calls, Error* error);
  void Place(Program* program) const;
  bpf_link* AttachOne(const bpf_program* program, std::string* error) const;
  // Attaches what sees writes at their entry, once there is a mem file that may be written to.
  void AttachWriteEntry();
  uint64_t Misses(const bpf_program* program) const;
  template <typename Key>
  bool Refill(const char* map, const std::vector<Key>& keys, Error* error);
  // What a constant will be when the object is loaded.
  void* Constant(const char* name) const;
  // A variable of the programs, once they are loaded.
  volatile uint32_t* Variable(const char* name) const;
  void Fill(const std::vector<std::pair<uint32_t, uint8_t>>& cells) const;
  size_t Offset(const char* section, const char* name) const;
  bpf_map* SectionMap(const char* section) const;
  bool MapVariables(Error* error);

  bool loads_fields_ = false;
  bpf_object* object_ = nullptr;
  std::unique_ptr<Ring> ring_;
  // The programs' variables (.bss).
  char* variables_ = nullptr;
  size_t variables_size_ = 0;
  int counts_fd_ = -1;
  std::vector<Program> programs_;
  uint32_t places_ = 0;
  // The second program at the exit of all calls, where there has to be one; else null.
  bpf_program* again_ = nullptr;
  bpf_link* again_link_ = nullptr;
  // What to fill watched_calls with at once, and once somebody can write to a mem file.
  std::vector<std::pair<uint32_t, uint8_t>> cells_;
  std::vector<std::pair<uint32_t, uint8_t>> write_cells_;
  // Where the program for the entry of writes is in programs_, while it is not attached and is to be; else negative.
  int write_entry_ = -1;
};

// Whether a program of the object passes this kernel's verifier and attaches; the error where it does not.
bool TryProgram(const std::string& name, Error* error);

// Which of these functions the running kernel's BTF knows, so that a program can hook them. False with *error set
// where there is no BTF.
bool KernelFunctions(const std::vector<std::string>& names, std::vector<bool>* present, Error* error);

}  // namespace interloper

#endif
