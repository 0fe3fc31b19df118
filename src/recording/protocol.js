/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const interloper = $root.interloper = (() => {

    const interloper = {};

    interloper.Frame = (function() {

        const Frame = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Frame.prototype.header = null;
        Frame.prototype.event = null;
        Frame.prototype.loss = null;
        Frame.prototype.status = null;
        Frame.prototype.attached = null;
        Frame.prototype.detached = null;
        Frame.prototype.clock = null;
        Frame.prototype.tick = null;
        Frame.prototype.flush = null;
        Frame.prototype.end = null;
        Frame.prototype.suppressed = null;
        Frame.prototype.crc = 0;

        let $oneOfFields;

        $Object.defineProperty(Frame.prototype, "kind", {
            get: $util.oneOfGetter($oneOfFields = ["header", "event", "loss", "status", "attached", "detached", "clock", "tick", "flush", "end", "suppressed"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Frame.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.header != null && $Object.hasOwnProperty.call(message, "header"))
                $root.interloper.Header.encode(message.header, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.event != null && $Object.hasOwnProperty.call(message, "event"))
                $root.interloper.Event.encode(message.event, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.loss != null && $Object.hasOwnProperty.call(message, "loss"))
                $root.interloper.Loss.encode(message.loss, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                $root.interloper.Status.encode(message.status, writer.uint32(34).fork(), _depth + 1).ldelim();
            if (message.attached != null && $Object.hasOwnProperty.call(message, "attached"))
                $root.interloper.Attached.encode(message.attached, writer.uint32(42).fork(), _depth + 1).ldelim();
            if (message.detached != null && $Object.hasOwnProperty.call(message, "detached"))
                $root.interloper.Detached.encode(message.detached, writer.uint32(50).fork(), _depth + 1).ldelim();
            if (message.clock != null && $Object.hasOwnProperty.call(message, "clock"))
                $root.interloper.Clock.encode(message.clock, writer.uint32(58).fork(), _depth + 1).ldelim();
            if (message.tick != null && $Object.hasOwnProperty.call(message, "tick"))
                $root.interloper.Tick.encode(message.tick, writer.uint32(66).fork(), _depth + 1).ldelim();
            if (message.flush != null && $Object.hasOwnProperty.call(message, "flush"))
                $root.interloper.Flush.encode(message.flush, writer.uint32(74).fork(), _depth + 1).ldelim();
            if (message.end != null && $Object.hasOwnProperty.call(message, "end"))
                $root.interloper.End.encode(message.end, writer.uint32(82).fork(), _depth + 1).ldelim();
            if (message.suppressed != null && $Object.hasOwnProperty.call(message, "suppressed"))
                $root.interloper.Suppressed.encode(message.suppressed, writer.uint32(90).fork(), _depth + 1).ldelim();
            if (message.crc != null && $Object.hasOwnProperty.call(message, "crc") && message.crc !== 0)
                writer.uint32(125).fixed32(message.crc);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Frame.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Frame();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.header = $root.interloper.Header.decode(reader, reader.size(), $undefined, _depth + 1, message.header);
                        message.kind = "header";
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.event = $root.interloper.Event.decode(reader, reader.size(), $undefined, _depth + 1, message.event);
                        message.kind = "event";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.loss = $root.interloper.Loss.decode(reader, reader.size(), $undefined, _depth + 1, message.loss);
                        message.kind = "loss";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.status = $root.interloper.Status.decode(reader, reader.size(), $undefined, _depth + 1, message.status);
                        message.kind = "status";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.attached = $root.interloper.Attached.decode(reader, reader.size(), $undefined, _depth + 1, message.attached);
                        message.kind = "attached";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.detached = $root.interloper.Detached.decode(reader, reader.size(), $undefined, _depth + 1, message.detached);
                        message.kind = "detached";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.clock = $root.interloper.Clock.decode(reader, reader.size(), $undefined, _depth + 1, message.clock);
                        message.kind = "clock";
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.tick = $root.interloper.Tick.decode(reader, reader.size(), $undefined, _depth + 1, message.tick);
                        message.kind = "tick";
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        message.flush = $root.interloper.Flush.decode(reader, reader.size(), $undefined, _depth + 1, message.flush);
                        message.kind = "flush";
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        message.end = $root.interloper.End.decode(reader, reader.size(), $undefined, _depth + 1, message.end);
                        message.kind = "end";
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        message.suppressed = $root.interloper.Suppressed.decode(reader, reader.size(), $undefined, _depth + 1, message.suppressed);
                        message.kind = "suppressed";
                        continue;
                    }
                case 15: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.crc = value;
                        else
                            delete message.crc;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Frame;
    })();

    interloper.Header = (function() {

        const Header = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Header.prototype.version = 0;
        Header.prototype.software = "";
        Header.prototype.created = null;
        Header.prototype.host = null;
        Header.prototype.clock = null;
        Header.prototype.source = 0;
        Header.prototype.parameters = null;
        Header.prototype.pid = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Header.prototype, "_clock", {
            get: $util.oneOfGetter($oneOfFields = ["clock"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Header.prototype, "_parameters", {
            get: $util.oneOfGetter($oneOfFields = ["parameters"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Header.prototype, "_pid", {
            get: $util.oneOfGetter($oneOfFields = ["pid"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Header.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(8).uint32(message.version);
            if (message.software != null && $Object.hasOwnProperty.call(message, "software") && message.software !== "")
                writer.uint32(18).string(message.software);
            if (message.created != null && $Object.hasOwnProperty.call(message, "created"))
                $root.interloper.Timestamp.encode(message.created, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.host != null && $Object.hasOwnProperty.call(message, "host"))
                $root.interloper.Host.encode(message.host, writer.uint32(34).fork(), _depth + 1).ldelim();
            if (message.clock != null && $Object.hasOwnProperty.call(message, "clock"))
                $root.interloper.Clock.encode(message.clock, writer.uint32(42).fork(), _depth + 1).ldelim();
            if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== 0)
                writer.uint32(48).int32(message.source);
            if (message.parameters != null && $Object.hasOwnProperty.call(message, "parameters"))
                writer.uint32(58).string(message.parameters);
            if (message.pid != null && $Object.hasOwnProperty.call(message, "pid"))
                writer.uint32(64).uint32(message.pid);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Header.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Header();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.software = value;
                        else
                            delete message.software;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.created = $root.interloper.Timestamp.decode(reader, reader.size(), $undefined, _depth + 1, message.created);
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.host = $root.interloper.Host.decode(reader, reader.size(), $undefined, _depth + 1, message.host);
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.clock = $root.interloper.Clock.decode(reader, reader.size(), $undefined, _depth + 1, message.clock);
                        message._clock = "clock";
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.source = value;
                        else
                            delete message.source;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.parameters = reader.stringVerify();
                        message._parameters = "parameters";
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        message.pid = reader.uint32();
                        message._pid = "pid";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Header;
    })();

    interloper.Host = (function() {

        const Host = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Host.prototype.name = "";
        Host.prototype.release = "";
        Host.prototype.kernel = "";
        Host.prototype.machine = "";
        Host.prototype.bootId = "";

        Host.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(10).string(message.name);
            if (message.release != null && $Object.hasOwnProperty.call(message, "release") && message.release !== "")
                writer.uint32(18).string(message.release);
            if (message.kernel != null && $Object.hasOwnProperty.call(message, "kernel") && message.kernel !== "")
                writer.uint32(26).string(message.kernel);
            if (message.machine != null && $Object.hasOwnProperty.call(message, "machine") && message.machine !== "")
                writer.uint32(34).string(message.machine);
            if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== "")
                writer.uint32(42).string(message.bootId);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Host.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Host();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.release = value;
                        else
                            delete message.release;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.kernel = value;
                        else
                            delete message.kernel;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.machine = value;
                        else
                            delete message.machine;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.bootId = value;
                        else
                            delete message.bootId;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Host;
    })();

    interloper.Clock = (function() {

        const Clock = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Clock.prototype.at = null;
        Clock.prototype.wallMinusBoot = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

        Clock.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.at != null && $Object.hasOwnProperty.call(message, "at"))
                $root.interloper.Timestamp.encode(message.at, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.wallMinusBoot != null && $Object.hasOwnProperty.call(message, "wallMinusBoot") && (typeof message.wallMinusBoot === "object" ? message.wallMinusBoot.low || message.wallMinusBoot.high : message.wallMinusBoot !== 0))
                writer.uint32(16).int64(message.wallMinusBoot);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Clock.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Clock();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.at = $root.interloper.Timestamp.decode(reader, reader.size(), $undefined, _depth + 1, message.at);
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                            message.wallMinusBoot = value;
                        else
                            delete message.wallMinusBoot;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Clock;
    })();

    interloper.Attached = (function() {

        const Attached = function (properties) {
            this.probes = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Attached.prototype.at = null;
        Attached.prototype.scope = "";
        Attached.prototype.probes = $util.emptyArray;

        Attached.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.at != null && $Object.hasOwnProperty.call(message, "at"))
                $root.interloper.Timestamp.encode(message.at, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.scope != null && $Object.hasOwnProperty.call(message, "scope") && message.scope !== "")
                writer.uint32(18).string(message.scope);
            if (message.probes != null && message.probes.length)
                for (let i = 0; i < message.probes.length; ++i)
                    $root.interloper.Probe.encode(message.probes[i], writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Attached.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Attached();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.at = $root.interloper.Timestamp.decode(reader, reader.size(), $undefined, _depth + 1, message.at);
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.scope = value;
                        else
                            delete message.scope;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.probes && message.probes.length))
                            message.probes = [];
                        message.probes.push($root.interloper.Probe.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Attached;
    })();

    interloper.Detached = (function() {

        const Detached = function (properties) {
            this.probes = [];
            this.counts = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Detached.prototype.at = null;
        Detached.prototype.probes = $util.emptyArray;
        Detached.prototype.counts = $util.emptyArray;

        Detached.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.at != null && $Object.hasOwnProperty.call(message, "at"))
                $root.interloper.Timestamp.encode(message.at, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.probes != null && message.probes.length)
                for (let i = 0; i < message.probes.length; ++i)
                    $root.interloper.Probe.encode(message.probes[i], writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.counts != null && message.counts.length)
                for (let i = 0; i < message.counts.length; ++i)
                    $root.interloper.KindCounts.encode(message.counts[i], writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Detached.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Detached();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.at = $root.interloper.Timestamp.decode(reader, reader.size(), $undefined, _depth + 1, message.at);
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.probes && message.probes.length))
                            message.probes = [];
                        message.probes.push($root.interloper.Probe.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.counts && message.counts.length))
                            message.counts = [];
                        message.counts.push($root.interloper.KindCounts.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Detached;
    })();

    interloper.Probe = (function() {

        const Probe = function (properties) {
            this.programs = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Probe.prototype.name = "";
        Probe.prototype.abi = "";
        Probe.prototype.hook = null;
        Probe.prototype.mode = null;
        Probe.prototype.programs = $util.emptyArray;
        Probe.prototype.attached = false;
        Probe.prototype.error = null;
        Probe.prototype.missed = null;
        Probe.prototype.programIds = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Probe.prototype, "_hook", {
            get: $util.oneOfGetter($oneOfFields = ["hook"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Probe.prototype, "_mode", {
            get: $util.oneOfGetter($oneOfFields = ["mode"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Probe.prototype, "_error", {
            get: $util.oneOfGetter($oneOfFields = ["error"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Probe.prototype, "_missed", {
            get: $util.oneOfGetter($oneOfFields = ["missed"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Probe.prototype, "_programIds", {
            get: $util.oneOfGetter($oneOfFields = ["programIds"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Probe.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(10).string(message.name);
            if (message.abi != null && $Object.hasOwnProperty.call(message, "abi") && message.abi !== "")
                writer.uint32(18).string(message.abi);
            if (message.hook != null && $Object.hasOwnProperty.call(message, "hook"))
                writer.uint32(26).string(message.hook);
            if (message.mode != null && $Object.hasOwnProperty.call(message, "mode"))
                writer.uint32(34).string(message.mode);
            if (message.programs != null && message.programs.length)
                for (let i = 0; i < message.programs.length; ++i)
                    writer.uint32(42).string(message.programs[i]);
            if (message.attached != null && $Object.hasOwnProperty.call(message, "attached") && message.attached !== false)
                writer.uint32(48).bool(message.attached);
            if (message.error != null && $Object.hasOwnProperty.call(message, "error"))
                writer.uint32(58).string(message.error);
            if (message.missed != null && $Object.hasOwnProperty.call(message, "missed"))
                writer.uint32(64).uint64(message.missed);
            if (message.programIds != null && $Object.hasOwnProperty.call(message, "programIds"))
                $root.interloper.Numbers.encode(message.programIds, writer.uint32(74).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Probe.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Probe();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.abi = value;
                        else
                            delete message.abi;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.hook = reader.stringVerify();
                        message._hook = "hook";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.mode = reader.stringVerify();
                        message._mode = "mode";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (!(message.programs && message.programs.length))
                            message.programs = [];
                        message.programs.push(reader.stringVerify());
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.attached = value;
                        else
                            delete message.attached;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.error = reader.stringVerify();
                        message._error = "error";
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        message.missed = reader.uint64();
                        message._missed = "missed";
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        message.programIds = $root.interloper.Numbers.decode(reader, reader.size(), $undefined, _depth + 1, message.programIds);
                        message._programIds = "programIds";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Probe;
    })();

    interloper.Numbers = (function() {

        const Numbers = function (properties) {
            this.numbers = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Numbers.prototype.numbers = $util.emptyArray;

        Numbers.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.numbers != null && message.numbers.length)
                writer.uint32(10).uint32s(message.numbers);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Numbers.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Numbers();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType === 2) {
                            if (!(message.numbers && message.numbers.length))
                                message.numbers = [];
                            reader.uint32s(message.numbers);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.numbers && message.numbers.length))
                            message.numbers = [];
                        message.numbers.push(reader.uint32());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Numbers;
    })();

    interloper.KindCounts = (function() {

        const KindCounts = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        KindCounts.prototype.kind = "";
        KindCounts.prototype.emitted = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        KindCounts.prototype.dropped = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        KindCounts.prototype.repeated = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        KindCounts.prototype.filtered = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        KindCounts.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                writer.uint32(10).string(message.kind);
            if (message.emitted != null && $Object.hasOwnProperty.call(message, "emitted") && (typeof message.emitted === "object" ? message.emitted.low || message.emitted.high : message.emitted !== 0))
                writer.uint32(16).uint64(message.emitted);
            if (message.dropped != null && $Object.hasOwnProperty.call(message, "dropped") && (typeof message.dropped === "object" ? message.dropped.low || message.dropped.high : message.dropped !== 0))
                writer.uint32(24).uint64(message.dropped);
            if (message.repeated != null && $Object.hasOwnProperty.call(message, "repeated") && (typeof message.repeated === "object" ? message.repeated.low || message.repeated.high : message.repeated !== 0))
                writer.uint32(32).uint64(message.repeated);
            if (message.filtered != null && $Object.hasOwnProperty.call(message, "filtered") && (typeof message.filtered === "object" ? message.filtered.low || message.filtered.high : message.filtered !== 0))
                writer.uint32(40).uint64(message.filtered);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        KindCounts.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.KindCounts();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.kind = value;
                        else
                            delete message.kind;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.emitted = value;
                        else
                            delete message.emitted;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.dropped = value;
                        else
                            delete message.dropped;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.repeated = value;
                        else
                            delete message.repeated;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.filtered = value;
                        else
                            delete message.filtered;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return KindCounts;
    })();

    interloper.Tick = (function() {

        const Tick = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Tick.prototype.now = 0;

        Tick.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.now != null && $Object.hasOwnProperty.call(message, "now") && !$Object.is(message.now, 0))
                writer.uint32(9).double(message.now);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Tick.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Tick();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.now = value;
                        else
                            delete message.now;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Tick;
    })();

    interloper.Flush = (function() {

        const Flush = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Flush.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Flush.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Flush();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                reader.skipType(tag & 7, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Flush;
    })();

    interloper.Suppressed = (function() {

        const Suppressed = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Suppressed.prototype.incident = "";
        Suppressed.prototype.revision = 0;
        Suppressed.prototype.by = "";

        Suppressed.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.incident != null && $Object.hasOwnProperty.call(message, "incident") && message.incident !== "")
                writer.uint32(10).string(message.incident);
            if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && message.revision !== 0)
                writer.uint32(16).uint32(message.revision);
            if (message.by != null && $Object.hasOwnProperty.call(message, "by") && message.by !== "")
                writer.uint32(26).string(message.by);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Suppressed.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Suppressed();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.incident = value;
                        else
                            delete message.incident;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.revision = value;
                        else
                            delete message.revision;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.by = value;
                        else
                            delete message.by;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Suppressed;
    })();

    interloper.Status = (function() {

        const Status = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Status.prototype.state = "";
        Status.prototype.time = null;
        Status.prototype.details = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Status.prototype, "_details", {
            get: $util.oneOfGetter($oneOfFields = ["details"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Status.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                writer.uint32(10).string(message.state);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time"))
                $root.interloper.Timestamp.encode(message.time, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.details != null && $Object.hasOwnProperty.call(message, "details"))
                writer.uint32(26).string(message.details);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Status.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Status();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.state = value;
                        else
                            delete message.state;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.time = $root.interloper.Timestamp.decode(reader, reader.size(), $undefined, _depth + 1, message.time);
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.details = reader.stringVerify();
                        message._details = "details";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Status;
    })();

    interloper.End = (function() {

        const End = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        End.prototype.at = null;
        End.prototype.events = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        End.prototype.losses = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        End.prototype.unwritten = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        End.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.at != null && $Object.hasOwnProperty.call(message, "at"))
                $root.interloper.Timestamp.encode(message.at, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.events != null && $Object.hasOwnProperty.call(message, "events") && (typeof message.events === "object" ? message.events.low || message.events.high : message.events !== 0))
                writer.uint32(16).uint64(message.events);
            if (message.losses != null && $Object.hasOwnProperty.call(message, "losses") && (typeof message.losses === "object" ? message.losses.low || message.losses.high : message.losses !== 0))
                writer.uint32(24).uint64(message.losses);
            if (message.unwritten != null && $Object.hasOwnProperty.call(message, "unwritten") && (typeof message.unwritten === "object" ? message.unwritten.low || message.unwritten.high : message.unwritten !== 0))
                writer.uint32(32).uint64(message.unwritten);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        End.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.End();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.at = $root.interloper.Timestamp.decode(reader, reader.size(), $undefined, _depth + 1, message.at);
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.events = value;
                        else
                            delete message.events;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.losses = value;
                        else
                            delete message.losses;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.unwritten = value;
                        else
                            delete message.unwritten;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return End;
    })();

    interloper.Timestamp = (function() {

        const Timestamp = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Timestamp.prototype.seconds = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
        Timestamp.prototype.nanos = 0;

        Timestamp.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.seconds != null && $Object.hasOwnProperty.call(message, "seconds") && (typeof message.seconds === "object" ? message.seconds.low || message.seconds.high : message.seconds !== 0))
                writer.uint32(8).int64(message.seconds);
            if (message.nanos != null && $Object.hasOwnProperty.call(message, "nanos") && message.nanos !== 0)
                writer.uint32(16).uint32(message.nanos);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Timestamp.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Timestamp();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                            message.seconds = value;
                        else
                            delete message.seconds;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.nanos = value;
                        else
                            delete message.nanos;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Timestamp;
    })();

    interloper.Source = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "SOURCE_UNSPECIFIED"] = 0;
        values[valuesById[1] = "SOURCE_BPF"] = 1;
        values[valuesById[2] = "SOURCE_AUDIT"] = 2;
        return values;
    })();

    interloper.Abi = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "ABI_UNSPECIFIED"] = 0;
        values[valuesById[1] = "ABI_X86_64"] = 1;
        values[valuesById[2] = "ABI_I386"] = 2;
        values[valuesById[3] = "ABI_X32"] = 3;
        values[valuesById[4] = "ABI_AARCH64"] = 4;
        values[valuesById[5] = "ABI_ARM"] = 5;
        return values;
    })();

    interloper.Operation = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "OPERATION_UNSPECIFIED"] = 0;
        values[valuesById[1] = "OPERATION_ATTACH"] = 1;
        values[valuesById[2] = "OPERATION_SEIZE"] = 2;
        values[valuesById[3] = "OPERATION_TRACEME"] = 3;
        values[valuesById[4] = "OPERATION_DETACH"] = 4;
        values[valuesById[5] = "OPERATION_WRITE_TEXT"] = 5;
        values[valuesById[6] = "OPERATION_WRITE_DATA"] = 6;
        values[valuesById[7] = "OPERATION_WRITE_USER"] = 7;
        values[valuesById[8] = "OPERATION_SET_REGISTERS"] = 8;
        values[valuesById[9] = "OPERATION_SET_SIGINFO"] = 9;
        values[valuesById[10] = "OPERATION_SET_SIGMASK"] = 10;
        values[valuesById[11] = "OPERATION_SET_OPTIONS"] = 11;
        values[valuesById[12] = "OPERATION_KILL"] = 12;
        values[valuesById[13] = "OPERATION_RESUME"] = 13;
        values[valuesById[14] = "OPERATION_INTERRUPT"] = 14;
        values[valuesById[15] = "OPERATION_PEEK"] = 15;
        values[valuesById[16] = "OPERATION_GET_REGISTERS"] = 16;
        values[valuesById[17] = "OPERATION_INSPECT"] = 17;
        values[valuesById[18] = "OPERATION_PTRACE_UNKNOWN"] = 18;
        values[valuesById[19] = "OPERATION_REMOTE_WRITE"] = 19;
        values[valuesById[20] = "OPERATION_REMOTE_READ"] = 20;
        values[valuesById[21] = "OPERATION_OPEN_MEM"] = 21;
        values[valuesById[22] = "OPERATION_MEM_WRITE"] = 22;
        values[valuesById[23] = "OPERATION_MEMFD_CREATE"] = 23;
        values[valuesById[24] = "OPERATION_MAP"] = 24;
        values[valuesById[25] = "OPERATION_MAP_EXEC"] = 25;
        values[valuesById[26] = "OPERATION_PROTECT"] = 26;
        values[valuesById[27] = "OPERATION_PROTECT_EXEC"] = 27;
        values[valuesById[28] = "OPERATION_EXEC"] = 28;
        values[valuesById[29] = "OPERATION_FD_STEAL"] = 29;
        values[valuesById[30] = "OPERATION_REMOTE_ADVISE"] = 30;
        values[valuesById[31] = "OPERATION_REMAP"] = 31;
        values[valuesById[32] = "OPERATION_TRACER_EXIT"] = 32;
        return values;
    })();

    interloper.Region = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "REGION_UNSPECIFIED"] = 0;
        values[valuesById[1] = "REGION_VDSO"] = 1;
        values[valuesById[2] = "REGION_TEXT"] = 2;
        values[valuesById[3] = "REGION_DATA"] = 3;
        values[valuesById[4] = "REGION_HEAP"] = 4;
        values[valuesById[5] = "REGION_STACK"] = 5;
        values[valuesById[6] = "REGION_LIBRARY"] = 6;
        values[valuesById[7] = "REGION_FILE"] = 7;
        values[valuesById[8] = "REGION_MEMFD"] = 8;
        values[valuesById[9] = "REGION_UNLINKED"] = 9;
        values[valuesById[10] = "REGION_ANONYMOUS"] = 10;
        values[valuesById[11] = "REGION_UNMAPPED"] = 11;
        return values;
    })();

    interloper.RegionFrom = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "REGION_FROM_UNSPECIFIED"] = 0;
        values[valuesById[1] = "REGION_FROM_KERNEL"] = 1;
        values[valuesById[2] = "REGION_FROM_PROC"] = 2;
        return values;
    })();

    interloper.Sharing = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "SHARING_UNSPECIFIED"] = 0;
        values[valuesById[1] = "SHARING_SHARED"] = 1;
        values[valuesById[2] = "SHARING_PRIVATE"] = 2;
        return values;
    })();

    interloper.Event = (function() {

        const Event = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Event.prototype.source = 0;
        Event.prototype.operation = 0;
        Event.prototype.time = null;
        Event.prototype.abi = null;
        Event.prototype.foreignAbi = null;
        Event.prototype.nr = null;
        Event.prototype.call = null;
        Event.prototype.request = null;
        Event.prototype.args = null;
        Event.prototype.ret = null;
        Event.prototype.actor = null;
        Event.prototype.target = null;
        Event.prototype.tracer = null;
        Event.prototype.writer = null;
        Event.prototype.memory = null;
        Event.prototype.file = null;
        Event.prototype.fileUnverified = null;
        Event.prototype.flags = null;
        Event.prototype.bytes = null;
        Event.prototype.missing = null;
        Event.prototype.inferred = null;
        Event.prototype.record = null;
        Event.prototype.entryTime = null;
        Event.prototype.entryBoot = null;
        Event.prototype.exitBoot = null;
        Event.prototype.origin = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_abi", {
            get: $util.oneOfGetter($oneOfFields = ["abi"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_foreignAbi", {
            get: $util.oneOfGetter($oneOfFields = ["foreignAbi"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_nr", {
            get: $util.oneOfGetter($oneOfFields = ["nr"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_call", {
            get: $util.oneOfGetter($oneOfFields = ["call"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_request", {
            get: $util.oneOfGetter($oneOfFields = ["request"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_args", {
            get: $util.oneOfGetter($oneOfFields = ["args"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_ret", {
            get: $util.oneOfGetter($oneOfFields = ["ret"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_target", {
            get: $util.oneOfGetter($oneOfFields = ["target"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_tracer", {
            get: $util.oneOfGetter($oneOfFields = ["tracer"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_writer", {
            get: $util.oneOfGetter($oneOfFields = ["writer"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_memory", {
            get: $util.oneOfGetter($oneOfFields = ["memory"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_file", {
            get: $util.oneOfGetter($oneOfFields = ["file"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_fileUnverified", {
            get: $util.oneOfGetter($oneOfFields = ["fileUnverified"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_flags", {
            get: $util.oneOfGetter($oneOfFields = ["flags"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_bytes", {
            get: $util.oneOfGetter($oneOfFields = ["bytes"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_missing", {
            get: $util.oneOfGetter($oneOfFields = ["missing"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_inferred", {
            get: $util.oneOfGetter($oneOfFields = ["inferred"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_record", {
            get: $util.oneOfGetter($oneOfFields = ["record"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_entryTime", {
            get: $util.oneOfGetter($oneOfFields = ["entryTime"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_entryBoot", {
            get: $util.oneOfGetter($oneOfFields = ["entryBoot"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_exitBoot", {
            get: $util.oneOfGetter($oneOfFields = ["exitBoot"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Event.prototype, "_origin", {
            get: $util.oneOfGetter($oneOfFields = ["origin"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Event.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== 0)
                writer.uint32(8).int32(message.source);
            if (message.operation != null && $Object.hasOwnProperty.call(message, "operation") && message.operation !== 0)
                writer.uint32(16).int32(message.operation);
            if (message.time != null && $Object.hasOwnProperty.call(message, "time"))
                $root.interloper.Timestamp.encode(message.time, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.abi != null && $Object.hasOwnProperty.call(message, "abi"))
                writer.uint32(32).int32(message.abi);
            if (message.foreignAbi != null && $Object.hasOwnProperty.call(message, "foreignAbi"))
                writer.uint32(40).bool(message.foreignAbi);
            if (message.nr != null && $Object.hasOwnProperty.call(message, "nr"))
                writer.uint32(48).int32(message.nr);
            if (message.call != null && $Object.hasOwnProperty.call(message, "call"))
                writer.uint32(58).string(message.call);
            if (message.request != null && $Object.hasOwnProperty.call(message, "request"))
                writer.uint32(66).string(message.request);
            if (message.args != null && $Object.hasOwnProperty.call(message, "args"))
                $root.interloper.Words.encode(message.args, writer.uint32(74).fork(), _depth + 1).ldelim();
            if (message.ret != null && $Object.hasOwnProperty.call(message, "ret"))
                writer.uint32(80).int64(message.ret);
            if (message.actor != null && $Object.hasOwnProperty.call(message, "actor"))
                $root.interloper.Party.encode(message.actor, writer.uint32(90).fork(), _depth + 1).ldelim();
            if (message.target != null && $Object.hasOwnProperty.call(message, "target"))
                $root.interloper.Target.encode(message.target, writer.uint32(98).fork(), _depth + 1).ldelim();
            if (message.tracer != null && $Object.hasOwnProperty.call(message, "tracer"))
                $root.interloper.Party.encode(message.tracer, writer.uint32(106).fork(), _depth + 1).ldelim();
            if (message.writer != null && $Object.hasOwnProperty.call(message, "writer"))
                $root.interloper.ProcessReference.encode(message.writer, writer.uint32(114).fork(), _depth + 1).ldelim();
            if (message.memory != null && $Object.hasOwnProperty.call(message, "memory"))
                $root.interloper.Memory.encode(message.memory, writer.uint32(122).fork(), _depth + 1).ldelim();
            if (message.file != null && $Object.hasOwnProperty.call(message, "file"))
                $root.interloper.File.encode(message.file, writer.uint32(130).fork(), _depth + 1).ldelim();
            if (message.fileUnverified != null && $Object.hasOwnProperty.call(message, "fileUnverified"))
                writer.uint32(136).bool(message.fileUnverified);
            if (message.flags != null && $Object.hasOwnProperty.call(message, "flags"))
                writer.uint32(144).int64(message.flags);
            if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes"))
                writer.uint32(152).uint64(message.bytes);
            if (message.missing != null && $Object.hasOwnProperty.call(message, "missing"))
                $root.interloper.Strings.encode(message.missing, writer.uint32(162).fork(), _depth + 1).ldelim();
            if (message.inferred != null && $Object.hasOwnProperty.call(message, "inferred"))
                $root.interloper.Strings.encode(message.inferred, writer.uint32(170).fork(), _depth + 1).ldelim();
            if (message.record != null && $Object.hasOwnProperty.call(message, "record"))
                $root.interloper.RecordReference.encode(message.record, writer.uint32(178).fork(), _depth + 1).ldelim();
            if (message.entryTime != null && $Object.hasOwnProperty.call(message, "entryTime"))
                $root.interloper.Timestamp.encode(message.entryTime, writer.uint32(186).fork(), _depth + 1).ldelim();
            if (message.entryBoot != null && $Object.hasOwnProperty.call(message, "entryBoot"))
                writer.uint32(192).uint64(message.entryBoot);
            if (message.exitBoot != null && $Object.hasOwnProperty.call(message, "exitBoot"))
                writer.uint32(200).uint64(message.exitBoot);
            if (message.origin != null && $Object.hasOwnProperty.call(message, "origin"))
                $root.interloper.Origin.encode(message.origin, writer.uint32(210).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Event.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Event();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.source = value;
                        else
                            delete message.source;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.operation = value;
                        else
                            delete message.operation;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.time = $root.interloper.Timestamp.decode(reader, reader.size(), $undefined, _depth + 1, message.time);
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.abi = reader.int32();
                        message._abi = "abi";
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.foreignAbi = reader.bool();
                        message._foreignAbi = "foreignAbi";
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        message.nr = reader.int32();
                        message._nr = "nr";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.call = reader.stringVerify();
                        message._call = "call";
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.request = reader.stringVerify();
                        message._request = "request";
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        message.args = $root.interloper.Words.decode(reader, reader.size(), $undefined, _depth + 1, message.args);
                        message._args = "args";
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        message.ret = reader.int64();
                        message._ret = "ret";
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        message.actor = $root.interloper.Party.decode(reader, reader.size(), $undefined, _depth + 1, message.actor);
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.target = $root.interloper.Target.decode(reader, reader.size(), $undefined, _depth + 1, message.target);
                        message._target = "target";
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        message.tracer = $root.interloper.Party.decode(reader, reader.size(), $undefined, _depth + 1, message.tracer);
                        message._tracer = "tracer";
                        continue;
                    }
                case 14: {
                        if (wireType !== 2)
                            break;
                        message.writer = $root.interloper.ProcessReference.decode(reader, reader.size(), $undefined, _depth + 1, message.writer);
                        message._writer = "writer";
                        continue;
                    }
                case 15: {
                        if (wireType !== 2)
                            break;
                        message.memory = $root.interloper.Memory.decode(reader, reader.size(), $undefined, _depth + 1, message.memory);
                        message._memory = "memory";
                        continue;
                    }
                case 16: {
                        if (wireType !== 2)
                            break;
                        message.file = $root.interloper.File.decode(reader, reader.size(), $undefined, _depth + 1, message.file);
                        message._file = "file";
                        continue;
                    }
                case 17: {
                        if (wireType !== 0)
                            break;
                        message.fileUnverified = reader.bool();
                        message._fileUnverified = "fileUnverified";
                        continue;
                    }
                case 18: {
                        if (wireType !== 0)
                            break;
                        message.flags = reader.int64();
                        message._flags = "flags";
                        continue;
                    }
                case 19: {
                        if (wireType !== 0)
                            break;
                        message.bytes = reader.uint64();
                        message._bytes = "bytes";
                        continue;
                    }
                case 20: {
                        if (wireType !== 2)
                            break;
                        message.missing = $root.interloper.Strings.decode(reader, reader.size(), $undefined, _depth + 1, message.missing);
                        message._missing = "missing";
                        continue;
                    }
                case 21: {
                        if (wireType !== 2)
                            break;
                        message.inferred = $root.interloper.Strings.decode(reader, reader.size(), $undefined, _depth + 1, message.inferred);
                        message._inferred = "inferred";
                        continue;
                    }
                case 22: {
                        if (wireType !== 2)
                            break;
                        message.record = $root.interloper.RecordReference.decode(reader, reader.size(), $undefined, _depth + 1, message.record);
                        message._record = "record";
                        continue;
                    }
                case 23: {
                        if (wireType !== 2)
                            break;
                        message.entryTime = $root.interloper.Timestamp.decode(reader, reader.size(), $undefined, _depth + 1, message.entryTime);
                        message._entryTime = "entryTime";
                        continue;
                    }
                case 24: {
                        if (wireType !== 0)
                            break;
                        message.entryBoot = reader.uint64();
                        message._entryBoot = "entryBoot";
                        continue;
                    }
                case 25: {
                        if (wireType !== 0)
                            break;
                        message.exitBoot = reader.uint64();
                        message._exitBoot = "exitBoot";
                        continue;
                    }
                case 26: {
                        if (wireType !== 2)
                            break;
                        message.origin = $root.interloper.Origin.decode(reader, reader.size(), $undefined, _depth + 1, message.origin);
                        message._origin = "origin";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Event;
    })();

    interloper.Words = (function() {

        const Words = function (properties) {
            this.words = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Words.prototype.words = $util.emptyArray;
        Words.prototype.negative = 0;

        Words.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.words != null && message.words.length)
                writer.uint32(10).uint64s(message.words);
            if (message.negative != null && $Object.hasOwnProperty.call(message, "negative") && message.negative !== 0)
                writer.uint32(16).uint32(message.negative);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Words.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Words();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType === 2) {
                            if (!(message.words && message.words.length))
                                message.words = [];
                            reader.uint64s(message.words);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.words && message.words.length))
                            message.words = [];
                        message.words.push(reader.uint64());
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.negative = value;
                        else
                            delete message.negative;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Words;
    })();

    interloper.Strings = (function() {

        const Strings = function (properties) {
            this.strings = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Strings.prototype.strings = $util.emptyArray;

        Strings.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.strings != null && message.strings.length)
                for (let i = 0; i < message.strings.length; ++i)
                    writer.uint32(10).string(message.strings[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Strings.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Strings();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.strings && message.strings.length))
                            message.strings = [];
                        message.strings.push(reader.stringVerify());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Strings;
    })();

    interloper.Party = (function() {

        const Party = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Party.prototype.slot = null;
        Party.prototype.process = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Party.prototype, "_slot", {
            get: $util.oneOfGetter($oneOfFields = ["slot"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Party.prototype, "_process", {
            get: $util.oneOfGetter($oneOfFields = ["process"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Party.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                writer.uint32(8).uint32(message.slot);
            if (message.process != null && $Object.hasOwnProperty.call(message, "process"))
                $root.interloper.Process.encode(message.process, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Party.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Party();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        message.slot = reader.uint32();
                        message._slot = "slot";
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.process = $root.interloper.Process.decode(reader, reader.size(), $undefined, _depth + 1, message.process);
                        message._process = "process";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Party;
    })();

    interloper.Target = (function() {

        const Target = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Target.prototype.process = null;
        Target.prototype.argument = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Target.prototype, "_process", {
            get: $util.oneOfGetter($oneOfFields = ["process"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Target.prototype, "_argument", {
            get: $util.oneOfGetter($oneOfFields = ["argument"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Target.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.process != null && $Object.hasOwnProperty.call(message, "process"))
                $root.interloper.Party.encode(message.process, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.argument != null && $Object.hasOwnProperty.call(message, "argument"))
                writer.uint32(16).int64(message.argument);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Target.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Target();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.process = $root.interloper.Party.decode(reader, reader.size(), $undefined, _depth + 1, message.process);
                        message._process = "process";
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.argument = reader.int64();
                        message._argument = "argument";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Target;
    })();

    interloper.Memory = (function() {

        const Memory = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Memory.prototype.address = null;
        Memory.prototype.length = null;
        Memory.prototype.prot = null;
        Memory.prototype.flags = null;
        Memory.prototype.region = null;
        Memory.prototype.regionFrom = null;
        Memory.prototype.sharing = null;
        Memory.prototype.unverified = null;
        Memory.prototype.mapping = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Memory.prototype, "_address", {
            get: $util.oneOfGetter($oneOfFields = ["address"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Memory.prototype, "_length", {
            get: $util.oneOfGetter($oneOfFields = ["length"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Memory.prototype, "_prot", {
            get: $util.oneOfGetter($oneOfFields = ["prot"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Memory.prototype, "_flags", {
            get: $util.oneOfGetter($oneOfFields = ["flags"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Memory.prototype, "_region", {
            get: $util.oneOfGetter($oneOfFields = ["region"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Memory.prototype, "_regionFrom", {
            get: $util.oneOfGetter($oneOfFields = ["regionFrom"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Memory.prototype, "_sharing", {
            get: $util.oneOfGetter($oneOfFields = ["sharing"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Memory.prototype, "_unverified", {
            get: $util.oneOfGetter($oneOfFields = ["unverified"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Memory.prototype, "_mapping", {
            get: $util.oneOfGetter($oneOfFields = ["mapping"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Memory.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                writer.uint32(8).uint64(message.address);
            if (message.length != null && $Object.hasOwnProperty.call(message, "length"))
                writer.uint32(16).uint64(message.length);
            if (message.prot != null && $Object.hasOwnProperty.call(message, "prot"))
                writer.uint32(24).int64(message.prot);
            if (message.flags != null && $Object.hasOwnProperty.call(message, "flags"))
                writer.uint32(32).int64(message.flags);
            if (message.region != null && $Object.hasOwnProperty.call(message, "region"))
                writer.uint32(40).int32(message.region);
            if (message.regionFrom != null && $Object.hasOwnProperty.call(message, "regionFrom"))
                writer.uint32(48).int32(message.regionFrom);
            if (message.sharing != null && $Object.hasOwnProperty.call(message, "sharing"))
                writer.uint32(56).int32(message.sharing);
            if (message.unverified != null && $Object.hasOwnProperty.call(message, "unverified"))
                writer.uint32(64).bool(message.unverified);
            if (message.mapping != null && $Object.hasOwnProperty.call(message, "mapping"))
                $root.interloper.MappedAt.encode(message.mapping, writer.uint32(74).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Memory.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Memory();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        message.address = reader.uint64();
                        message._address = "address";
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.length = reader.uint64();
                        message._length = "length";
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.prot = reader.int64();
                        message._prot = "prot";
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.flags = reader.int64();
                        message._flags = "flags";
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.region = reader.int32();
                        message._region = "region";
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        message.regionFrom = reader.int32();
                        message._regionFrom = "regionFrom";
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        message.sharing = reader.int32();
                        message._sharing = "sharing";
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        message.unverified = reader.bool();
                        message._unverified = "unverified";
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        message.mapping = $root.interloper.MappedAt.decode(reader, reader.size(), $undefined, _depth + 1, message.mapping);
                        message._mapping = "mapping";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Memory;
    })();

    interloper.Origin = (function() {

        const Origin = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Origin.prototype.address = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Origin.prototype.region = 0;
        Origin.prototype.writable = false;

        Origin.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.address != null && $Object.hasOwnProperty.call(message, "address") && (typeof message.address === "object" ? message.address.low || message.address.high : message.address !== 0))
                writer.uint32(8).uint64(message.address);
            if (message.region != null && $Object.hasOwnProperty.call(message, "region") && message.region !== 0)
                writer.uint32(16).int32(message.region);
            if (message.writable != null && $Object.hasOwnProperty.call(message, "writable") && message.writable !== false)
                writer.uint32(24).bool(message.writable);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Origin.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Origin();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.address = value;
                        else
                            delete message.address;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.region = value;
                        else
                            delete message.region;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.writable = value;
                        else
                            delete message.writable;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Origin;
    })();

    interloper.MappedAt = (function() {

        const MappedAt = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        MappedAt.prototype.executable = false;
        MappedAt.prototype.path = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(MappedAt.prototype, "_path", {
            get: $util.oneOfGetter($oneOfFields = ["path"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        MappedAt.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.executable != null && $Object.hasOwnProperty.call(message, "executable") && message.executable !== false)
                writer.uint32(8).bool(message.executable);
            if (message.path != null && $Object.hasOwnProperty.call(message, "path"))
                writer.uint32(18).string(message.path);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        MappedAt.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.MappedAt();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.executable = value;
                        else
                            delete message.executable;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.path = reader.stringVerify();
                        message._path = "path";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return MappedAt;
    })();

    interloper.File = (function() {

        const File = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        File.prototype.device = null;
        File.prototype.inode = null;
        File.prototype.ownerUid = null;
        File.prototype.mode = null;
        File.prototype.memfd = null;
        File.prototype.unlinked = null;
        File.prototype.inMemory = null;
        File.prototype.path = null;
        File.prototype.pathTruncated = null;
        File.prototype.elf = null;
        File.prototype.unmounted = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(File.prototype, "_device", {
            get: $util.oneOfGetter($oneOfFields = ["device"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(File.prototype, "_inode", {
            get: $util.oneOfGetter($oneOfFields = ["inode"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(File.prototype, "_ownerUid", {
            get: $util.oneOfGetter($oneOfFields = ["ownerUid"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(File.prototype, "_mode", {
            get: $util.oneOfGetter($oneOfFields = ["mode"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(File.prototype, "_memfd", {
            get: $util.oneOfGetter($oneOfFields = ["memfd"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(File.prototype, "_unlinked", {
            get: $util.oneOfGetter($oneOfFields = ["unlinked"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(File.prototype, "_inMemory", {
            get: $util.oneOfGetter($oneOfFields = ["inMemory"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(File.prototype, "_path", {
            get: $util.oneOfGetter($oneOfFields = ["path"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(File.prototype, "_pathTruncated", {
            get: $util.oneOfGetter($oneOfFields = ["pathTruncated"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(File.prototype, "_elf", {
            get: $util.oneOfGetter($oneOfFields = ["elf"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(File.prototype, "_unmounted", {
            get: $util.oneOfGetter($oneOfFields = ["unmounted"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        File.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.device != null && $Object.hasOwnProperty.call(message, "device"))
                writer.uint32(8).uint32(message.device);
            if (message.inode != null && $Object.hasOwnProperty.call(message, "inode"))
                writer.uint32(16).uint64(message.inode);
            if (message.ownerUid != null && $Object.hasOwnProperty.call(message, "ownerUid"))
                writer.uint32(24).uint32(message.ownerUid);
            if (message.mode != null && $Object.hasOwnProperty.call(message, "mode"))
                writer.uint32(32).uint32(message.mode);
            if (message.memfd != null && $Object.hasOwnProperty.call(message, "memfd"))
                writer.uint32(40).bool(message.memfd);
            if (message.unlinked != null && $Object.hasOwnProperty.call(message, "unlinked"))
                writer.uint32(48).bool(message.unlinked);
            if (message.inMemory != null && $Object.hasOwnProperty.call(message, "inMemory"))
                writer.uint32(56).bool(message.inMemory);
            if (message.path != null && $Object.hasOwnProperty.call(message, "path"))
                writer.uint32(66).string(message.path);
            if (message.pathTruncated != null && $Object.hasOwnProperty.call(message, "pathTruncated"))
                writer.uint32(72).bool(message.pathTruncated);
            if (message.elf != null && $Object.hasOwnProperty.call(message, "elf"))
                writer.uint32(80).bool(message.elf);
            if (message.unmounted != null && $Object.hasOwnProperty.call(message, "unmounted"))
                writer.uint32(88).bool(message.unmounted);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        File.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.File();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        message.device = reader.uint32();
                        message._device = "device";
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.inode = reader.uint64();
                        message._inode = "inode";
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.ownerUid = reader.uint32();
                        message._ownerUid = "ownerUid";
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.mode = reader.uint32();
                        message._mode = "mode";
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.memfd = reader.bool();
                        message._memfd = "memfd";
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        message.unlinked = reader.bool();
                        message._unlinked = "unlinked";
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        message.inMemory = reader.bool();
                        message._inMemory = "inMemory";
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.path = reader.stringVerify();
                        message._path = "path";
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        message.pathTruncated = reader.bool();
                        message._pathTruncated = "pathTruncated";
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        message.elf = reader.bool();
                        message._elf = "elf";
                        continue;
                    }
                case 11: {
                        if (wireType !== 0)
                            break;
                        message.unmounted = reader.bool();
                        message._unmounted = "unmounted";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return File;
    })();

    interloper.FileRole = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "FILE_ROLE_UNSPECIFIED"] = 0;
        values[valuesById[1] = "FILE_ROLE_DEBUGGER"] = 1;
        values[valuesById[2] = "FILE_ROLE_INIT"] = 2;
        values[valuesById[3] = "FILE_ROLE_LOGIN"] = 3;
        values[valuesById[4] = "FILE_ROLE_AUDIT"] = 4;
        values[valuesById[5] = "FILE_ROLE_JOURNAL"] = 5;
        values[valuesById[6] = "FILE_ROLE_KEYRING"] = 6;
        values[valuesById[7] = "FILE_ROLE_CONTAINER_RUNTIME"] = 7;
        values[valuesById[8] = "FILE_ROLE_NETWORK_DAEMON"] = 8;
        values[valuesById[9] = "FILE_ROLE_WEB_SERVER"] = 9;
        values[valuesById[10] = "FILE_ROLE_DATABASE"] = 10;
        values[valuesById[11] = "FILE_ROLE_SCHEDULER"] = 11;
        return values;
    })();

    interloper.FileRoles = (function() {

        const FileRoles = function (properties) {
            this.roles = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        FileRoles.prototype.roles = $util.emptyArray;

        FileRoles.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.roles != null && message.roles.length)
                writer.uint32(10).int32s(message.roles);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        FileRoles.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.FileRoles();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType === 2) {
                            if (!(message.roles && message.roles.length))
                                message.roles = [];
                            reader.int32s(message.roles);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.roles && message.roles.length))
                            message.roles = [];
                        message.roles.push(reader.int32());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return FileRoles;
    })();

    interloper.HostFacts = (function() {

        const HostFacts = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        HostFacts.prototype.sensor = null;
        HostFacts.prototype.hostMounts = null;
        HostFacts.prototype.roles = null;
        HostFacts.prototype["protected"] = null;
        HostFacts.prototype.packaged = null;
        HostFacts.prototype.ancestor = null;
        HostFacts.prototype.ancestryUnknown = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(HostFacts.prototype, "_sensor", {
            get: $util.oneOfGetter($oneOfFields = ["sensor"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(HostFacts.prototype, "_hostMounts", {
            get: $util.oneOfGetter($oneOfFields = ["hostMounts"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(HostFacts.prototype, "_roles", {
            get: $util.oneOfGetter($oneOfFields = ["roles"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(HostFacts.prototype, "_protected", {
            get: $util.oneOfGetter($oneOfFields = ["protected"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(HostFacts.prototype, "_packaged", {
            get: $util.oneOfGetter($oneOfFields = ["packaged"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(HostFacts.prototype, "_ancestor", {
            get: $util.oneOfGetter($oneOfFields = ["ancestor"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(HostFacts.prototype, "_ancestryUnknown", {
            get: $util.oneOfGetter($oneOfFields = ["ancestryUnknown"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        HostFacts.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.sensor != null && $Object.hasOwnProperty.call(message, "sensor"))
                writer.uint32(8).bool(message.sensor);
            if (message.hostMounts != null && $Object.hasOwnProperty.call(message, "hostMounts"))
                writer.uint32(16).bool(message.hostMounts);
            if (message.roles != null && $Object.hasOwnProperty.call(message, "roles"))
                $root.interloper.FileRoles.encode(message.roles, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message["protected"] != null && $Object.hasOwnProperty.call(message, "protected"))
                writer.uint32(32).bool(message["protected"]);
            if (message.packaged != null && $Object.hasOwnProperty.call(message, "packaged"))
                writer.uint32(40).bool(message.packaged);
            if (message.ancestor != null && $Object.hasOwnProperty.call(message, "ancestor"))
                $root.interloper.Ancestor.encode(message.ancestor, writer.uint32(50).fork(), _depth + 1).ldelim();
            if (message.ancestryUnknown != null && $Object.hasOwnProperty.call(message, "ancestryUnknown"))
                writer.uint32(56).bool(message.ancestryUnknown);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        HostFacts.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.HostFacts();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        message.sensor = reader.bool();
                        message._sensor = "sensor";
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.hostMounts = reader.bool();
                        message._hostMounts = "hostMounts";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.roles = $root.interloper.FileRoles.decode(reader, reader.size(), $undefined, _depth + 1, message.roles);
                        message._roles = "roles";
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message["protected"] = reader.bool();
                        message._protected = "protected";
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.packaged = reader.bool();
                        message._packaged = "packaged";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.ancestor = $root.interloper.Ancestor.decode(reader, reader.size(), $undefined, _depth + 1, message.ancestor);
                        message._ancestor = "ancestor";
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        message.ancestryUnknown = reader.bool();
                        message._ancestryUnknown = "ancestryUnknown";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return HostFacts;
    })();

    interloper.Ancestor = (function() {

        const Ancestor = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Ancestor.prototype.process = null;
        Ancestor.prototype.roles = null;

        Ancestor.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.process != null && $Object.hasOwnProperty.call(message, "process"))
                $root.interloper.ProcessReference.encode(message.process, writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.roles != null && $Object.hasOwnProperty.call(message, "roles"))
                $root.interloper.FileRoles.encode(message.roles, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Ancestor.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Ancestor();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.process = $root.interloper.ProcessReference.decode(reader, reader.size(), $undefined, _depth + 1, message.process);
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.roles = $root.interloper.FileRoles.decode(reader, reader.size(), $undefined, _depth + 1, message.roles);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Ancestor;
    })();

    interloper.ProcessReference = (function() {

        const ProcessReference = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        ProcessReference.prototype.tgid = 0;
        ProcessReference.prototype.start = null;
        ProcessReference.prototype.uid = null;
        ProcessReference.prototype.comm = null;
        ProcessReference.prototype.exe = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(ProcessReference.prototype, "_start", {
            get: $util.oneOfGetter($oneOfFields = ["start"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(ProcessReference.prototype, "_uid", {
            get: $util.oneOfGetter($oneOfFields = ["uid"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(ProcessReference.prototype, "_comm", {
            get: $util.oneOfGetter($oneOfFields = ["comm"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(ProcessReference.prototype, "_exe", {
            get: $util.oneOfGetter($oneOfFields = ["exe"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        ProcessReference.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.tgid != null && $Object.hasOwnProperty.call(message, "tgid") && message.tgid !== 0)
                writer.uint32(8).uint32(message.tgid);
            if (message.start != null && $Object.hasOwnProperty.call(message, "start"))
                writer.uint32(16).uint64(message.start);
            if (message.uid != null && $Object.hasOwnProperty.call(message, "uid"))
                writer.uint32(24).uint32(message.uid);
            if (message.comm != null && $Object.hasOwnProperty.call(message, "comm"))
                writer.uint32(34).string(message.comm);
            if (message.exe != null && $Object.hasOwnProperty.call(message, "exe"))
                writer.uint32(42).string(message.exe);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        ProcessReference.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.ProcessReference();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.tgid = value;
                        else
                            delete message.tgid;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.start = reader.uint64();
                        message._start = "start";
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.uid = reader.uint32();
                        message._uid = "uid";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.comm = reader.stringVerify();
                        message._comm = "comm";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.exe = reader.stringVerify();
                        message._exe = "exe";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ProcessReference;
    })();

    interloper.Process = (function() {

        const Process = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Process.prototype.tgid = 0;
        Process.prototype.tid = null;
        Process.prototype.start = null;
        Process.prototype.ppid = null;
        Process.prototype.uid = null;
        Process.prototype.euid = null;
        Process.prototype.gid = null;
        Process.prototype.egid = null;
        Process.prototype.auid = null;
        Process.prototype.session = null;
        Process.prototype.capabilities = null;
        Process.prototype.comm = null;
        Process.prototype.exe = null;
        Process.prototype.cgroup = null;
        Process.prototype.pidNamespace = null;
        Process.prototype.mountNamespace = null;
        Process.prototype.tty = null;
        Process.prototype.cmdline = null;
        Process.prototype.parent = null;
        Process.prototype.host = null;
        Process.prototype.tracedBy = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_tid", {
            get: $util.oneOfGetter($oneOfFields = ["tid"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_start", {
            get: $util.oneOfGetter($oneOfFields = ["start"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_ppid", {
            get: $util.oneOfGetter($oneOfFields = ["ppid"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_uid", {
            get: $util.oneOfGetter($oneOfFields = ["uid"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_euid", {
            get: $util.oneOfGetter($oneOfFields = ["euid"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_gid", {
            get: $util.oneOfGetter($oneOfFields = ["gid"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_egid", {
            get: $util.oneOfGetter($oneOfFields = ["egid"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_auid", {
            get: $util.oneOfGetter($oneOfFields = ["auid"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_session", {
            get: $util.oneOfGetter($oneOfFields = ["session"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_capabilities", {
            get: $util.oneOfGetter($oneOfFields = ["capabilities"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_comm", {
            get: $util.oneOfGetter($oneOfFields = ["comm"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_exe", {
            get: $util.oneOfGetter($oneOfFields = ["exe"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_cgroup", {
            get: $util.oneOfGetter($oneOfFields = ["cgroup"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_pidNamespace", {
            get: $util.oneOfGetter($oneOfFields = ["pidNamespace"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_mountNamespace", {
            get: $util.oneOfGetter($oneOfFields = ["mountNamespace"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_tty", {
            get: $util.oneOfGetter($oneOfFields = ["tty"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_cmdline", {
            get: $util.oneOfGetter($oneOfFields = ["cmdline"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_parent", {
            get: $util.oneOfGetter($oneOfFields = ["parent"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_host", {
            get: $util.oneOfGetter($oneOfFields = ["host"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Process.prototype, "_tracedBy", {
            get: $util.oneOfGetter($oneOfFields = ["tracedBy"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Process.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.tgid != null && $Object.hasOwnProperty.call(message, "tgid") && message.tgid !== 0)
                writer.uint32(8).uint32(message.tgid);
            if (message.tid != null && $Object.hasOwnProperty.call(message, "tid"))
                writer.uint32(16).uint32(message.tid);
            if (message.start != null && $Object.hasOwnProperty.call(message, "start"))
                writer.uint32(24).uint64(message.start);
            if (message.ppid != null && $Object.hasOwnProperty.call(message, "ppid"))
                writer.uint32(32).uint32(message.ppid);
            if (message.uid != null && $Object.hasOwnProperty.call(message, "uid"))
                writer.uint32(40).uint32(message.uid);
            if (message.euid != null && $Object.hasOwnProperty.call(message, "euid"))
                writer.uint32(48).uint32(message.euid);
            if (message.gid != null && $Object.hasOwnProperty.call(message, "gid"))
                writer.uint32(56).uint32(message.gid);
            if (message.egid != null && $Object.hasOwnProperty.call(message, "egid"))
                writer.uint32(64).uint32(message.egid);
            if (message.auid != null && $Object.hasOwnProperty.call(message, "auid"))
                writer.uint32(72).uint32(message.auid);
            if (message.session != null && $Object.hasOwnProperty.call(message, "session"))
                writer.uint32(80).uint32(message.session);
            if (message.capabilities != null && $Object.hasOwnProperty.call(message, "capabilities"))
                writer.uint32(88).uint64(message.capabilities);
            if (message.comm != null && $Object.hasOwnProperty.call(message, "comm"))
                writer.uint32(98).string(message.comm);
            if (message.exe != null && $Object.hasOwnProperty.call(message, "exe"))
                $root.interloper.File.encode(message.exe, writer.uint32(106).fork(), _depth + 1).ldelim();
            if (message.cgroup != null && $Object.hasOwnProperty.call(message, "cgroup"))
                writer.uint32(112).uint64(message.cgroup);
            if (message.pidNamespace != null && $Object.hasOwnProperty.call(message, "pidNamespace"))
                writer.uint32(120).uint32(message.pidNamespace);
            if (message.mountNamespace != null && $Object.hasOwnProperty.call(message, "mountNamespace"))
                writer.uint32(128).uint32(message.mountNamespace);
            if (message.tty != null && $Object.hasOwnProperty.call(message, "tty"))
                writer.uint32(138).string(message.tty);
            if (message.cmdline != null && $Object.hasOwnProperty.call(message, "cmdline"))
                writer.uint32(146).string(message.cmdline);
            if (message.parent != null && $Object.hasOwnProperty.call(message, "parent"))
                $root.interloper.ProcessReference.encode(message.parent, writer.uint32(154).fork(), _depth + 1).ldelim();
            if (message.host != null && $Object.hasOwnProperty.call(message, "host"))
                $root.interloper.HostFacts.encode(message.host, writer.uint32(162).fork(), _depth + 1).ldelim();
            if (message.tracedBy != null && $Object.hasOwnProperty.call(message, "tracedBy"))
                writer.uint32(168).uint32(message.tracedBy);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Process.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Process();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.tgid = value;
                        else
                            delete message.tgid;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.tid = reader.uint32();
                        message._tid = "tid";
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.start = reader.uint64();
                        message._start = "start";
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.ppid = reader.uint32();
                        message._ppid = "ppid";
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.uid = reader.uint32();
                        message._uid = "uid";
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        message.euid = reader.uint32();
                        message._euid = "euid";
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        message.gid = reader.uint32();
                        message._gid = "gid";
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        message.egid = reader.uint32();
                        message._egid = "egid";
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        message.auid = reader.uint32();
                        message._auid = "auid";
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        message.session = reader.uint32();
                        message._session = "session";
                        continue;
                    }
                case 11: {
                        if (wireType !== 0)
                            break;
                        message.capabilities = reader.uint64();
                        message._capabilities = "capabilities";
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.comm = reader.stringVerify();
                        message._comm = "comm";
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        message.exe = $root.interloper.File.decode(reader, reader.size(), $undefined, _depth + 1, message.exe);
                        message._exe = "exe";
                        continue;
                    }
                case 14: {
                        if (wireType !== 0)
                            break;
                        message.cgroup = reader.uint64();
                        message._cgroup = "cgroup";
                        continue;
                    }
                case 15: {
                        if (wireType !== 0)
                            break;
                        message.pidNamespace = reader.uint32();
                        message._pidNamespace = "pidNamespace";
                        continue;
                    }
                case 16: {
                        if (wireType !== 0)
                            break;
                        message.mountNamespace = reader.uint32();
                        message._mountNamespace = "mountNamespace";
                        continue;
                    }
                case 17: {
                        if (wireType !== 2)
                            break;
                        message.tty = reader.stringVerify();
                        message._tty = "tty";
                        continue;
                    }
                case 18: {
                        if (wireType !== 2)
                            break;
                        message.cmdline = reader.stringVerify();
                        message._cmdline = "cmdline";
                        continue;
                    }
                case 19: {
                        if (wireType !== 2)
                            break;
                        message.parent = $root.interloper.ProcessReference.decode(reader, reader.size(), $undefined, _depth + 1, message.parent);
                        message._parent = "parent";
                        continue;
                    }
                case 20: {
                        if (wireType !== 2)
                            break;
                        message.host = $root.interloper.HostFacts.decode(reader, reader.size(), $undefined, _depth + 1, message.host);
                        message._host = "host";
                        continue;
                    }
                case 21: {
                        if (wireType !== 0)
                            break;
                        message.tracedBy = reader.uint32();
                        message._tracedBy = "tracedBy";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Process;
    })();

    interloper.RecordReference = (function() {

        const RecordReference = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        RecordReference.prototype.serial = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        RecordReference.prototype.node = null;
        RecordReference.prototype.keys = null;
        RecordReference.prototype.records = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RecordReference.prototype, "_node", {
            get: $util.oneOfGetter($oneOfFields = ["node"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RecordReference.prototype, "_keys", {
            get: $util.oneOfGetter($oneOfFields = ["keys"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RecordReference.prototype, "_records", {
            get: $util.oneOfGetter($oneOfFields = ["records"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        RecordReference.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.serial != null && $Object.hasOwnProperty.call(message, "serial") && (typeof message.serial === "object" ? message.serial.low || message.serial.high : message.serial !== 0))
                writer.uint32(8).uint64(message.serial);
            if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                writer.uint32(18).string(message.node);
            if (message.keys != null && $Object.hasOwnProperty.call(message, "keys"))
                $root.interloper.Strings.encode(message.keys, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.records != null && $Object.hasOwnProperty.call(message, "records"))
                writer.uint32(32).uint32(message.records);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        RecordReference.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.RecordReference();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.serial = value;
                        else
                            delete message.serial;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.node = reader.stringVerify();
                        message._node = "node";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.keys = $root.interloper.Strings.decode(reader, reader.size(), $undefined, _depth + 1, message.keys);
                        message._keys = "keys";
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.records = reader.uint32();
                        message._records = "records";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RecordReference;
    })();

    interloper.Loss = (function() {

        const Loss = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Loss.prototype.source = 0;
        Loss.prototype.where = "";
        Loss.prototype.kind = null;
        Loss.prototype.count = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Loss.prototype.from = null;
        Loss.prototype.to = null;
        Loss.prototype.node = null;
        Loss.prototype.serial = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Loss.prototype, "_kind", {
            get: $util.oneOfGetter($oneOfFields = ["kind"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Loss.prototype, "_node", {
            get: $util.oneOfGetter($oneOfFields = ["node"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Loss.prototype, "_serial", {
            get: $util.oneOfGetter($oneOfFields = ["serial"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Loss.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== 0)
                writer.uint32(8).int32(message.source);
            if (message.where != null && $Object.hasOwnProperty.call(message, "where") && message.where !== "")
                writer.uint32(18).string(message.where);
            if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                writer.uint32(26).string(message.kind);
            if (message.count != null && $Object.hasOwnProperty.call(message, "count") && (typeof message.count === "object" ? message.count.low || message.count.high : message.count !== 0))
                writer.uint32(32).uint64(message.count);
            if (message.from != null && $Object.hasOwnProperty.call(message, "from"))
                $root.interloper.Timestamp.encode(message.from, writer.uint32(42).fork(), _depth + 1).ldelim();
            if (message.to != null && $Object.hasOwnProperty.call(message, "to"))
                $root.interloper.Timestamp.encode(message.to, writer.uint32(50).fork(), _depth + 1).ldelim();
            if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                writer.uint32(58).string(message.node);
            if (message.serial != null && $Object.hasOwnProperty.call(message, "serial"))
                writer.uint32(64).uint64(message.serial);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Loss.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.interloper.Loss();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.source = value;
                        else
                            delete message.source;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.where = value;
                        else
                            delete message.where;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.kind = reader.stringVerify();
                        message._kind = "kind";
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.count = value;
                        else
                            delete message.count;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.from = $root.interloper.Timestamp.decode(reader, reader.size(), $undefined, _depth + 1, message.from);
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.to = $root.interloper.Timestamp.decode(reader, reader.size(), $undefined, _depth + 1, message.to);
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.node = reader.stringVerify();
                        message._node = "node";
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        message.serial = reader.uint64();
                        message._serial = "serial";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Loss;
    })();

    return interloper;
})();

export {
  $root as default
};
