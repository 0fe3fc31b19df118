{
  "targets": [
    {
      "target_name": "interloper",
      "sources": [
        "native/addon.cc",
        "native/audit_netlink.cc",
        "native/pump.cc",
        "native/ring.cc",
        "native/sensor.cc",
        "native/object.S"
      ],
      "include_dirs": ["<!(node -p \"require('node-addon-api').include_dir\")", "bpf", "build"],
      "defines": ["NAPI_VERSION=8", "NODE_ADDON_API_DISABLE_DEPRECATED", "NAPI_DISABLE_CPP_EXCEPTIONS"],
      "cflags": ["-Wall", "-Wextra", "-fvisibility=hidden"],
      "cflags_cc": ["-std=c++20"],
      "asflags": ["-I<(module_root_dir)/build"],
      "libraries": ["-lbpf", "-lelf", "-lz"]
    },
    {
      "target_name": "interloper-canary",
      "type": "executable",
      "sources": ["native/canary.c"],
      "cflags": ["-Wall", "-Wextra", "-std=gnu17"]
    }
  ]
}
