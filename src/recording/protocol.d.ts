import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace interloper. */
export namespace interloper {

    /**
     * Properties of a Frame.
     * @deprecated Use interloper.Frame.$Properties instead.
     */
    interface IFrame extends interloper.Frame.$Properties {
    }

    /** Represents a Frame. */
    class Frame {

        /**
         * Constructs a new Frame.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Frame.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Frame header. */
        header: (interloper.Header|null);

        /** Frame event. */
        event: (interloper.Event|null);

        /** Frame loss. */
        loss: (interloper.Loss|null);

        /** Frame status. */
        status: (interloper.Status|null);

        /** Frame attached. */
        attached: (interloper.Attached|null);

        /** Frame detached. */
        detached: (interloper.Detached|null);

        /** Frame clock. */
        clock: (interloper.Clock|null);

        /** Frame tick. */
        tick: (interloper.Tick|null);

        /** Frame flush. */
        flush: (interloper.Flush|null);

        /** Frame end. */
        end: (interloper.End|null);

        /** Frame suppressed. */
        suppressed: (interloper.Suppressed|null);

        /** Frame crc. */
        crc: number;

        /** Frame kind. */
        kind?: ("header"|"event"|"loss"|"status"|"attached"|"detached"|"clock"|"tick"|"flush"|"end"|"suppressed");

        /**
         * Encodes the specified Frame message. Does not implicitly {@link interloper.Frame.verify|verify} messages.
         * @param message Frame message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Frame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Frame message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Frame & interloper.Frame.$Shape} Frame
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Frame & interloper.Frame.$Shape;
    }

    namespace Frame {

        /** Properties of a Frame. */
        interface $Properties {

            /** Frame header */
            header?: (interloper.Header.$Properties|null);

            /** Frame event */
            event?: (interloper.Event.$Properties|null);

            /** Frame loss */
            loss?: (interloper.Loss.$Properties|null);

            /** Frame status */
            status?: (interloper.Status.$Properties|null);

            /** Frame attached */
            attached?: (interloper.Attached.$Properties|null);

            /** Frame detached */
            detached?: (interloper.Detached.$Properties|null);

            /** Frame clock */
            clock?: (interloper.Clock.$Properties|null);

            /** Frame tick */
            tick?: (interloper.Tick.$Properties|null);

            /** Frame flush */
            flush?: (interloper.Flush.$Properties|null);

            /** Frame end */
            end?: (interloper.End.$Properties|null);

            /** Frame suppressed */
            suppressed?: (interloper.Suppressed.$Properties|null);

            /** Frame crc */
            crc?: number;

            /** Frame kind */
            kind?: ("header"|"event"|"loss"|"status"|"attached"|"detached"|"clock"|"tick"|"flush"|"end"|"suppressed");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a Frame. */
        type $Shape = {
          header?: interloper.Header.$Shape|null;
          event?: interloper.Event.$Shape|null;
          loss?: interloper.Loss.$Shape|null;
          status?: interloper.Status.$Shape|null;
          attached?: interloper.Attached.$Shape|null;
          detached?: interloper.Detached.$Shape|null;
          clock?: interloper.Clock.$Shape|null;
          tick?: interloper.Tick.$Shape|null;
          flush?: interloper.Flush.$Shape|null;
          end?: interloper.End.$Shape|null;
          suppressed?: interloper.Suppressed.$Shape|null;
          crc?: number;
          $unknowns?: Uint8Array[];
        } & (
          ({ kind?: undefined; header?: null; event?: null; loss?: null; status?: null; attached?: null; detached?: null; clock?: null; tick?: null; flush?: null; end?: null; suppressed?: null }|{ kind?: "header"; header: interloper.Header.$Shape; event?: null; loss?: null; status?: null; attached?: null; detached?: null; clock?: null; tick?: null; flush?: null; end?: null; suppressed?: null }|{ kind?: "event"; header?: null; event: interloper.Event.$Shape; loss?: null; status?: null; attached?: null; detached?: null; clock?: null; tick?: null; flush?: null; end?: null; suppressed?: null }|{ kind?: "loss"; header?: null; event?: null; loss: interloper.Loss.$Shape; status?: null; attached?: null; detached?: null; clock?: null; tick?: null; flush?: null; end?: null; suppressed?: null }|{ kind?: "status"; header?: null; event?: null; loss?: null; status: interloper.Status.$Shape; attached?: null; detached?: null; clock?: null; tick?: null; flush?: null; end?: null; suppressed?: null }|{ kind?: "attached"; header?: null; event?: null; loss?: null; status?: null; attached: interloper.Attached.$Shape; detached?: null; clock?: null; tick?: null; flush?: null; end?: null; suppressed?: null }|{ kind?: "detached"; header?: null; event?: null; loss?: null; status?: null; attached?: null; detached: interloper.Detached.$Shape; clock?: null; tick?: null; flush?: null; end?: null; suppressed?: null }|{ kind?: "clock"; header?: null; event?: null; loss?: null; status?: null; attached?: null; detached?: null; clock: interloper.Clock.$Shape; tick?: null; flush?: null; end?: null; suppressed?: null }|{ kind?: "tick"; header?: null; event?: null; loss?: null; status?: null; attached?: null; detached?: null; clock?: null; tick: interloper.Tick.$Shape; flush?: null; end?: null; suppressed?: null }|{ kind?: "flush"; header?: null; event?: null; loss?: null; status?: null; attached?: null; detached?: null; clock?: null; tick?: null; flush: interloper.Flush.$Shape; end?: null; suppressed?: null }|{ kind?: "end"; header?: null; event?: null; loss?: null; status?: null; attached?: null; detached?: null; clock?: null; tick?: null; flush?: null; end: interloper.End.$Shape; suppressed?: null }|{ kind?: "suppressed"; header?: null; event?: null; loss?: null; status?: null; attached?: null; detached?: null; clock?: null; tick?: null; flush?: null; end?: null; suppressed: interloper.Suppressed.$Shape })
        );
    }

    /**
     * Properties of a Header.
     * @deprecated Use interloper.Header.$Properties instead.
     */
    interface IHeader extends interloper.Header.$Properties {
    }

    /** Represents a Header. */
    class Header {

        /**
         * Constructs a new Header.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Header.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Header version. */
        version: number;

        /** Header software. */
        software: string;

        /** Header created. */
        created: interloper.Timestamp;

        /** Header host. */
        host: interloper.Host;

        /** Header clock. */
        clock: (interloper.Clock|null);

        /** Header source. */
        source: interloper.Source;

        /** Header parameters. */
        parameters: (string|null);

        /** Header pid. */
        pid: (number|null);

        /**
         * Encodes the specified Header message. Does not implicitly {@link interloper.Header.verify|verify} messages.
         * @param message Header message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Header.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Header message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Header & interloper.Header.$Shape} Header
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Header & interloper.Header.$Shape;
    }

    namespace Header {

        /** Properties of a Header. */
        interface $Properties {

            /** Header version */
            version?: number;

            /** Header software */
            software?: string;

            /** Header created */
            created?: interloper.Timestamp.$Properties;

            /** Header host */
            host?: interloper.Host.$Properties;

            /** Header clock */
            clock?: (interloper.Clock.$Properties|null);

            /** Header source */
            source?: interloper.Source;

            /** Header parameters */
            parameters?: (string|null);

            /** Header pid */
            pid?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Header. */
        type $Shape = interloper.Header.$Properties;
    }

    /**
     * Properties of a Host.
     * @deprecated Use interloper.Host.$Properties instead.
     */
    interface IHost extends interloper.Host.$Properties {
    }

    /** Represents a Host. */
    class Host {

        /**
         * Constructs a new Host.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Host.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Host name. */
        name: string;

        /** Host release. */
        release: string;

        /** Host kernel. */
        kernel: string;

        /** Host machine. */
        machine: string;

        /** Host bootId. */
        bootId: string;

        /**
         * Encodes the specified Host message. Does not implicitly {@link interloper.Host.verify|verify} messages.
         * @param message Host message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Host.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Host message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Host & interloper.Host.$Shape} Host
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Host & interloper.Host.$Shape;
    }

    namespace Host {

        /** Properties of a Host. */
        interface $Properties {

            /** Host name */
            name?: string;

            /** Host release */
            release?: string;

            /** Host kernel */
            kernel?: string;

            /** Host machine */
            machine?: string;

            /** Host bootId */
            bootId?: string;

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Host. */
        type $Shape = interloper.Host.$Properties;
    }

    /**
     * Properties of a Clock.
     * @deprecated Use interloper.Clock.$Properties instead.
     */
    interface IClock extends interloper.Clock.$Properties {
    }

    /** Represents a Clock. */
    class Clock {

        /**
         * Constructs a new Clock.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Clock.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Clock at. */
        at: interloper.Timestamp;

        /** Clock wallMinusBoot. */
        wallMinusBoot: (number|Long);

        /**
         * Encodes the specified Clock message. Does not implicitly {@link interloper.Clock.verify|verify} messages.
         * @param message Clock message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Clock.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Clock message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Clock & interloper.Clock.$Shape} Clock
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Clock & interloper.Clock.$Shape;
    }

    namespace Clock {

        /** Properties of a Clock. */
        interface $Properties {

            /** Clock at */
            at?: interloper.Timestamp.$Properties;

            /** Clock wallMinusBoot */
            wallMinusBoot?: (number|Long);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Clock. */
        type $Shape = interloper.Clock.$Properties;
    }

    /**
     * Properties of an Attached.
     * @deprecated Use interloper.Attached.$Properties instead.
     */
    interface IAttached extends interloper.Attached.$Properties {
    }

    /** Represents an Attached. */
    class Attached {

        /**
         * Constructs a new Attached.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Attached.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Attached at. */
        at: interloper.Timestamp;

        /** Attached scope. */
        scope: string;

        /** Attached probes. */
        probes: interloper.Probe[];

        /**
         * Encodes the specified Attached message. Does not implicitly {@link interloper.Attached.verify|verify} messages.
         * @param message Attached message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Attached.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Attached message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Attached & interloper.Attached.$Shape} Attached
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Attached & interloper.Attached.$Shape;
    }

    namespace Attached {

        /** Properties of an Attached. */
        interface $Properties {

            /** Attached at */
            at?: interloper.Timestamp.$Properties;

            /** Attached scope */
            scope?: string;

            /** Attached probes */
            probes?: interloper.Probe.$Properties[];

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Attached. */
        type $Shape = interloper.Attached.$Properties;
    }

    /**
     * Properties of a Detached.
     * @deprecated Use interloper.Detached.$Properties instead.
     */
    interface IDetached extends interloper.Detached.$Properties {
    }

    /** Represents a Detached. */
    class Detached {

        /**
         * Constructs a new Detached.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Detached.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Detached at. */
        at: interloper.Timestamp;

        /** Detached probes. */
        probes: interloper.Probe[];

        /** Detached counts. */
        counts: interloper.KindCounts[];

        /**
         * Encodes the specified Detached message. Does not implicitly {@link interloper.Detached.verify|verify} messages.
         * @param message Detached message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Detached.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Detached message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Detached & interloper.Detached.$Shape} Detached
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Detached & interloper.Detached.$Shape;
    }

    namespace Detached {

        /** Properties of a Detached. */
        interface $Properties {

            /** Detached at */
            at?: interloper.Timestamp.$Properties;

            /** Detached probes */
            probes?: interloper.Probe.$Properties[];

            /** Detached counts */
            counts?: interloper.KindCounts.$Properties[];

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Detached. */
        type $Shape = interloper.Detached.$Properties;
    }

    /**
     * Properties of a Probe.
     * @deprecated Use interloper.Probe.$Properties instead.
     */
    interface IProbe extends interloper.Probe.$Properties {
    }

    /** Represents a Probe. */
    class Probe {

        /**
         * Constructs a new Probe.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Probe.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Probe name. */
        name: string;

        /** Probe abi. */
        abi: string;

        /** Probe hook. */
        hook: (string|null);

        /** Probe mode. */
        mode: (string|null);

        /** Probe programs. */
        programs: string[];

        /** Probe attached. */
        attached: boolean;

        /** Probe error. */
        error: (string|null);

        /** Probe missed. */
        missed: (number|Long|null);

        /** Probe programIds. */
        programIds: (interloper.Numbers|null);

        /**
         * Encodes the specified Probe message. Does not implicitly {@link interloper.Probe.verify|verify} messages.
         * @param message Probe message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Probe.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Probe message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Probe & interloper.Probe.$Shape} Probe
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Probe & interloper.Probe.$Shape;
    }

    namespace Probe {

        /** Properties of a Probe. */
        interface $Properties {

            /** Probe name */
            name?: string;

            /** Probe abi */
            abi?: string;

            /** Probe hook */
            hook?: (string|null);

            /** Probe mode */
            mode?: (string|null);

            /** Probe programs */
            programs?: string[];

            /** Probe attached */
            attached?: boolean;

            /** Probe error */
            error?: (string|null);

            /** Probe missed */
            missed?: (number|Long|null);

            /** Probe programIds */
            programIds?: (interloper.Numbers.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Probe. */
        type $Shape = interloper.Probe.$Properties;
    }

    /**
     * Properties of a Numbers.
     * @deprecated Use interloper.Numbers.$Properties instead.
     */
    interface INumbers extends interloper.Numbers.$Properties {
    }

    /** Represents a Numbers. */
    class Numbers {

        /**
         * Constructs a new Numbers.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Numbers.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Numbers numbers. */
        numbers: number[];

        /**
         * Encodes the specified Numbers message. Does not implicitly {@link interloper.Numbers.verify|verify} messages.
         * @param message Numbers message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Numbers.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Numbers message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Numbers & interloper.Numbers.$Shape} Numbers
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Numbers & interloper.Numbers.$Shape;
    }

    namespace Numbers {

        /** Properties of a Numbers. */
        interface $Properties {

            /** Numbers numbers */
            numbers?: number[];

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Numbers. */
        type $Shape = interloper.Numbers.$Properties;
    }

    /**
     * Properties of a KindCounts.
     * @deprecated Use interloper.KindCounts.$Properties instead.
     */
    interface IKindCounts extends interloper.KindCounts.$Properties {
    }

    /** Represents a KindCounts. */
    class KindCounts {

        /**
         * Constructs a new KindCounts.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.KindCounts.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** KindCounts kind. */
        kind: string;

        /** KindCounts emitted. */
        emitted: (number|Long);

        /** KindCounts dropped. */
        dropped: (number|Long);

        /** KindCounts repeated. */
        repeated: (number|Long);

        /** KindCounts filtered. */
        filtered: (number|Long);

        /**
         * Encodes the specified KindCounts message. Does not implicitly {@link interloper.KindCounts.verify|verify} messages.
         * @param message KindCounts message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.KindCounts.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a KindCounts message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.KindCounts & interloper.KindCounts.$Shape} KindCounts
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.KindCounts & interloper.KindCounts.$Shape;
    }

    namespace KindCounts {

        /** Properties of a KindCounts. */
        interface $Properties {

            /** KindCounts kind */
            kind?: string;

            /** KindCounts emitted */
            emitted?: (number|Long);

            /** KindCounts dropped */
            dropped?: (number|Long);

            /** KindCounts repeated */
            repeated?: (number|Long);

            /** KindCounts filtered */
            filtered?: (number|Long);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a KindCounts. */
        type $Shape = interloper.KindCounts.$Properties;
    }

    /**
     * Properties of a Tick.
     * @deprecated Use interloper.Tick.$Properties instead.
     */
    interface ITick extends interloper.Tick.$Properties {
    }

    /** Represents a Tick. */
    class Tick {

        /**
         * Constructs a new Tick.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Tick.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Tick now. */
        now: number;

        /**
         * Encodes the specified Tick message. Does not implicitly {@link interloper.Tick.verify|verify} messages.
         * @param message Tick message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Tick.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Tick message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Tick & interloper.Tick.$Shape} Tick
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Tick & interloper.Tick.$Shape;
    }

    namespace Tick {

        /** Properties of a Tick. */
        interface $Properties {

            /** Tick now */
            now?: number;

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Tick. */
        type $Shape = interloper.Tick.$Properties;
    }

    /**
     * Properties of a Flush.
     * @deprecated Use interloper.Flush.$Properties instead.
     */
    interface IFlush extends interloper.Flush.$Properties {
    }

    /** Represents a Flush. */
    class Flush {

        /**
         * Constructs a new Flush.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Flush.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Encodes the specified Flush message. Does not implicitly {@link interloper.Flush.verify|verify} messages.
         * @param message Flush message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Flush.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Flush message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Flush & interloper.Flush.$Shape} Flush
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Flush & interloper.Flush.$Shape;
    }

    namespace Flush {

        /** Properties of a Flush. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Flush. */
        type $Shape = interloper.Flush.$Properties;
    }

    /**
     * Properties of a Suppressed.
     * @deprecated Use interloper.Suppressed.$Properties instead.
     */
    interface ISuppressed extends interloper.Suppressed.$Properties {
    }

    /** Represents a Suppressed. */
    class Suppressed {

        /**
         * Constructs a new Suppressed.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Suppressed.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Suppressed incident. */
        incident: string;

        /** Suppressed revision. */
        revision: number;

        /** Suppressed by. */
        by: string;

        /**
         * Encodes the specified Suppressed message. Does not implicitly {@link interloper.Suppressed.verify|verify} messages.
         * @param message Suppressed message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Suppressed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Suppressed message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Suppressed & interloper.Suppressed.$Shape} Suppressed
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Suppressed & interloper.Suppressed.$Shape;
    }

    namespace Suppressed {

        /** Properties of a Suppressed. */
        interface $Properties {

            /** Suppressed incident */
            incident?: string;

            /** Suppressed revision */
            revision?: number;

            /** Suppressed by */
            by?: string;

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Suppressed. */
        type $Shape = interloper.Suppressed.$Properties;
    }

    /**
     * Properties of a Status.
     * @deprecated Use interloper.Status.$Properties instead.
     */
    interface IStatus extends interloper.Status.$Properties {
    }

    /** Represents a Status. */
    class Status {

        /**
         * Constructs a new Status.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Status.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Status state. */
        state: string;

        /** Status time. */
        time: interloper.Timestamp;

        /** Status details. */
        details: (string|null);

        /**
         * Encodes the specified Status message. Does not implicitly {@link interloper.Status.verify|verify} messages.
         * @param message Status message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Status.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Status message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Status & interloper.Status.$Shape} Status
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Status & interloper.Status.$Shape;
    }

    namespace Status {

        /** Properties of a Status. */
        interface $Properties {

            /** Status state */
            state?: string;

            /** Status time */
            time?: interloper.Timestamp.$Properties;

            /** Status details */
            details?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Status. */
        type $Shape = interloper.Status.$Properties;
    }

    /**
     * Properties of an End.
     * @deprecated Use interloper.End.$Properties instead.
     */
    interface IEnd extends interloper.End.$Properties {
    }

    /** Represents an End. */
    class End {

        /**
         * Constructs a new End.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.End.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** End at. */
        at: interloper.Timestamp;

        /** End events. */
        events: (number|Long);

        /** End losses. */
        losses: (number|Long);

        /** End unwritten. */
        unwritten: (number|Long);

        /**
         * Encodes the specified End message. Does not implicitly {@link interloper.End.verify|verify} messages.
         * @param message End message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.End.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an End message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.End & interloper.End.$Shape} End
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.End & interloper.End.$Shape;
    }

    namespace End {

        /** Properties of an End. */
        interface $Properties {

            /** End at */
            at?: interloper.Timestamp.$Properties;

            /** End events */
            events?: (number|Long);

            /** End losses */
            losses?: (number|Long);

            /** End unwritten */
            unwritten?: (number|Long);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an End. */
        type $Shape = interloper.End.$Properties;
    }

    /**
     * Properties of a Timestamp.
     * @deprecated Use interloper.Timestamp.$Properties instead.
     */
    interface ITimestamp extends interloper.Timestamp.$Properties {
    }

    /** Represents a Timestamp. */
    class Timestamp {

        /**
         * Constructs a new Timestamp.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Timestamp.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Timestamp seconds. */
        seconds: (number|Long);

        /** Timestamp nanos. */
        nanos: number;

        /**
         * Encodes the specified Timestamp message. Does not implicitly {@link interloper.Timestamp.verify|verify} messages.
         * @param message Timestamp message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Timestamp.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Timestamp message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Timestamp & interloper.Timestamp.$Shape} Timestamp
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Timestamp & interloper.Timestamp.$Shape;
    }

    namespace Timestamp {

        /** Properties of a Timestamp. */
        interface $Properties {

            /** Timestamp seconds */
            seconds?: (number|Long);

            /** Timestamp nanos */
            nanos?: number;

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Timestamp. */
        type $Shape = interloper.Timestamp.$Properties;
    }

    /** Source enum. */
    enum Source {

        /** SOURCE_UNSPECIFIED value */
        SOURCE_UNSPECIFIED = 0,

        /** SOURCE_BPF value */
        SOURCE_BPF = 1,

        /** SOURCE_AUDIT value */
        SOURCE_AUDIT = 2
    }

    /** Abi enum. */
    enum Abi {

        /** ABI_UNSPECIFIED value */
        ABI_UNSPECIFIED = 0,

        /** ABI_X86_64 value */
        ABI_X86_64 = 1,

        /** ABI_I386 value */
        ABI_I386 = 2,

        /** ABI_X32 value */
        ABI_X32 = 3,

        /** ABI_AARCH64 value */
        ABI_AARCH64 = 4,

        /** ABI_ARM value */
        ABI_ARM = 5
    }

    /** Operation enum. */
    enum Operation {

        /** OPERATION_UNSPECIFIED value */
        OPERATION_UNSPECIFIED = 0,

        /** OPERATION_ATTACH value */
        OPERATION_ATTACH = 1,

        /** OPERATION_SEIZE value */
        OPERATION_SEIZE = 2,

        /** OPERATION_TRACEME value */
        OPERATION_TRACEME = 3,

        /** OPERATION_DETACH value */
        OPERATION_DETACH = 4,

        /** OPERATION_WRITE_TEXT value */
        OPERATION_WRITE_TEXT = 5,

        /** OPERATION_WRITE_DATA value */
        OPERATION_WRITE_DATA = 6,

        /** OPERATION_WRITE_USER value */
        OPERATION_WRITE_USER = 7,

        /** OPERATION_SET_REGISTERS value */
        OPERATION_SET_REGISTERS = 8,

        /** OPERATION_SET_SIGINFO value */
        OPERATION_SET_SIGINFO = 9,

        /** OPERATION_SET_SIGMASK value */
        OPERATION_SET_SIGMASK = 10,

        /** OPERATION_SET_OPTIONS value */
        OPERATION_SET_OPTIONS = 11,

        /** OPERATION_KILL value */
        OPERATION_KILL = 12,

        /** OPERATION_RESUME value */
        OPERATION_RESUME = 13,

        /** OPERATION_INTERRUPT value */
        OPERATION_INTERRUPT = 14,

        /** OPERATION_PEEK value */
        OPERATION_PEEK = 15,

        /** OPERATION_GET_REGISTERS value */
        OPERATION_GET_REGISTERS = 16,

        /** OPERATION_INSPECT value */
        OPERATION_INSPECT = 17,

        /** OPERATION_PTRACE_UNKNOWN value */
        OPERATION_PTRACE_UNKNOWN = 18,

        /** OPERATION_REMOTE_WRITE value */
        OPERATION_REMOTE_WRITE = 19,

        /** OPERATION_REMOTE_READ value */
        OPERATION_REMOTE_READ = 20,

        /** OPERATION_OPEN_MEM value */
        OPERATION_OPEN_MEM = 21,

        /** OPERATION_MEM_WRITE value */
        OPERATION_MEM_WRITE = 22,

        /** OPERATION_MEMFD_CREATE value */
        OPERATION_MEMFD_CREATE = 23,

        /** OPERATION_MAP value */
        OPERATION_MAP = 24,

        /** OPERATION_MAP_EXEC value */
        OPERATION_MAP_EXEC = 25,

        /** OPERATION_PROTECT value */
        OPERATION_PROTECT = 26,

        /** OPERATION_PROTECT_EXEC value */
        OPERATION_PROTECT_EXEC = 27,

        /** OPERATION_EXEC value */
        OPERATION_EXEC = 28,

        /** OPERATION_FD_STEAL value */
        OPERATION_FD_STEAL = 29,

        /** OPERATION_REMOTE_ADVISE value */
        OPERATION_REMOTE_ADVISE = 30,

        /** OPERATION_REMAP value */
        OPERATION_REMAP = 31,

        /** OPERATION_TRACER_EXIT value */
        OPERATION_TRACER_EXIT = 32
    }

    /** Region enum. */
    enum Region {

        /** REGION_UNSPECIFIED value */
        REGION_UNSPECIFIED = 0,

        /** REGION_VDSO value */
        REGION_VDSO = 1,

        /** REGION_TEXT value */
        REGION_TEXT = 2,

        /** REGION_DATA value */
        REGION_DATA = 3,

        /** REGION_HEAP value */
        REGION_HEAP = 4,

        /** REGION_STACK value */
        REGION_STACK = 5,

        /** REGION_LIBRARY value */
        REGION_LIBRARY = 6,

        /** REGION_FILE value */
        REGION_FILE = 7,

        /** REGION_MEMFD value */
        REGION_MEMFD = 8,

        /** REGION_UNLINKED value */
        REGION_UNLINKED = 9,

        /** REGION_ANONYMOUS value */
        REGION_ANONYMOUS = 10,

        /** REGION_UNMAPPED value */
        REGION_UNMAPPED = 11
    }

    /** RegionFrom enum. */
    enum RegionFrom {

        /** REGION_FROM_UNSPECIFIED value */
        REGION_FROM_UNSPECIFIED = 0,

        /** REGION_FROM_KERNEL value */
        REGION_FROM_KERNEL = 1,

        /** REGION_FROM_PROC value */
        REGION_FROM_PROC = 2
    }

    /** Sharing enum. */
    enum Sharing {

        /** SHARING_UNSPECIFIED value */
        SHARING_UNSPECIFIED = 0,

        /** SHARING_SHARED value */
        SHARING_SHARED = 1,

        /** SHARING_PRIVATE value */
        SHARING_PRIVATE = 2
    }

    /**
     * Properties of an Event.
     * @deprecated Use interloper.Event.$Properties instead.
     */
    interface IEvent extends interloper.Event.$Properties {
    }

    /** Represents an Event. */
    class Event {

        /**
         * Constructs a new Event.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Event.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Event source. */
        source: interloper.Source;

        /** Event operation. */
        operation: interloper.Operation;

        /** Event time. */
        time: interloper.Timestamp;

        /** Event abi. */
        abi: (interloper.Abi|null);

        /** Event foreignAbi. */
        foreignAbi: (boolean|null);

        /** Event nr. */
        nr: (number|null);

        /** Event call. */
        call: (string|null);

        /** Event request. */
        request: (string|null);

        /** Event args. */
        args: (interloper.Words|null);

        /** Event ret. */
        ret: (number|Long|null);

        /** Event actor. */
        actor: interloper.Party;

        /** Event target. */
        target: (interloper.Target|null);

        /** Event tracer. */
        tracer: (interloper.Party|null);

        /** Event writer. */
        writer: (interloper.ProcessReference|null);

        /** Event memory. */
        memory: (interloper.Memory|null);

        /** Event file. */
        file: (interloper.File|null);

        /** Event fileUnverified. */
        fileUnverified: (boolean|null);

        /** Event flags. */
        flags: (number|Long|null);

        /** Event bytes. */
        bytes: (number|Long|null);

        /** Event missing. */
        missing: (interloper.Strings|null);

        /** Event inferred. */
        inferred: (interloper.Strings|null);

        /** Event record. */
        record: (interloper.RecordReference|null);

        /** Event entryTime. */
        entryTime: (interloper.Timestamp|null);

        /** Event entryBoot. */
        entryBoot: (number|Long|null);

        /** Event exitBoot. */
        exitBoot: (number|Long|null);

        /** Event origin. */
        origin: (interloper.Origin|null);

        /**
         * Encodes the specified Event message. Does not implicitly {@link interloper.Event.verify|verify} messages.
         * @param message Event message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Event.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Event message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Event & interloper.Event.$Shape} Event
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Event & interloper.Event.$Shape;
    }

    namespace Event {

        /** Properties of an Event. */
        interface $Properties {

            /** Event source */
            source?: interloper.Source;

            /** Event operation */
            operation?: interloper.Operation;

            /** Event time */
            time?: interloper.Timestamp.$Properties;

            /** Event abi */
            abi?: (interloper.Abi|null);

            /** Event foreignAbi */
            foreignAbi?: (boolean|null);

            /** Event nr */
            nr?: (number|null);

            /** Event call */
            call?: (string|null);

            /** Event request */
            request?: (string|null);

            /** Event args */
            args?: (interloper.Words.$Properties|null);

            /** Event ret */
            ret?: (number|Long|null);

            /** Event actor */
            actor?: interloper.Party.$Properties;

            /** Event target */
            target?: (interloper.Target.$Properties|null);

            /** Event tracer */
            tracer?: (interloper.Party.$Properties|null);

            /** Event writer */
            writer?: (interloper.ProcessReference.$Properties|null);

            /** Event memory */
            memory?: (interloper.Memory.$Properties|null);

            /** Event file */
            file?: (interloper.File.$Properties|null);

            /** Event fileUnverified */
            fileUnverified?: (boolean|null);

            /** Event flags */
            flags?: (number|Long|null);

            /** Event bytes */
            bytes?: (number|Long|null);

            /** Event missing */
            missing?: (interloper.Strings.$Properties|null);

            /** Event inferred */
            inferred?: (interloper.Strings.$Properties|null);

            /** Event record */
            record?: (interloper.RecordReference.$Properties|null);

            /** Event entryTime */
            entryTime?: (interloper.Timestamp.$Properties|null);

            /** Event entryBoot */
            entryBoot?: (number|Long|null);

            /** Event exitBoot */
            exitBoot?: (number|Long|null);

            /** Event origin */
            origin?: (interloper.Origin.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Event. */
        type $Shape = interloper.Event.$Properties;
    }

    /**
     * Properties of a Words.
     * @deprecated Use interloper.Words.$Properties instead.
     */
    interface IWords extends interloper.Words.$Properties {
    }

    /** Represents a Words. */
    class Words {

        /**
         * Constructs a new Words.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Words.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Words words. */
        words: (number|Long)[];

        /** Words negative. */
        negative: number;

        /**
         * Encodes the specified Words message. Does not implicitly {@link interloper.Words.verify|verify} messages.
         * @param message Words message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Words.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Words message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Words & interloper.Words.$Shape} Words
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Words & interloper.Words.$Shape;
    }

    namespace Words {

        /** Properties of a Words. */
        interface $Properties {

            /** Words words */
            words?: (number|Long)[];

            /** Words negative */
            negative?: number;

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Words. */
        type $Shape = interloper.Words.$Properties;
    }

    /**
     * Properties of a Strings.
     * @deprecated Use interloper.Strings.$Properties instead.
     */
    interface IStrings extends interloper.Strings.$Properties {
    }

    /** Represents a Strings. */
    class Strings {

        /**
         * Constructs a new Strings.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Strings.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Strings strings. */
        strings: string[];

        /**
         * Encodes the specified Strings message. Does not implicitly {@link interloper.Strings.verify|verify} messages.
         * @param message Strings message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Strings.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Strings message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Strings & interloper.Strings.$Shape} Strings
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Strings & interloper.Strings.$Shape;
    }

    namespace Strings {

        /** Properties of a Strings. */
        interface $Properties {

            /** Strings strings */
            strings?: string[];

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Strings. */
        type $Shape = interloper.Strings.$Properties;
    }

    /**
     * Properties of a Party.
     * @deprecated Use interloper.Party.$Properties instead.
     */
    interface IParty extends interloper.Party.$Properties {
    }

    /** Represents a Party. */
    class Party {

        /**
         * Constructs a new Party.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Party.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Party slot. */
        slot: (number|null);

        /** Party process. */
        process: (interloper.Process|null);

        /**
         * Encodes the specified Party message. Does not implicitly {@link interloper.Party.verify|verify} messages.
         * @param message Party message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Party.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Party message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Party & interloper.Party.$Shape} Party
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Party & interloper.Party.$Shape;
    }

    namespace Party {

        /** Properties of a Party. */
        interface $Properties {

            /** Party slot */
            slot?: (number|null);

            /** Party process */
            process?: (interloper.Process.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Party. */
        type $Shape = interloper.Party.$Properties;
    }

    /**
     * Properties of a Target.
     * @deprecated Use interloper.Target.$Properties instead.
     */
    interface ITarget extends interloper.Target.$Properties {
    }

    /** Represents a Target. */
    class Target {

        /**
         * Constructs a new Target.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Target.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Target process. */
        process: (interloper.Party|null);

        /** Target argument. */
        argument: (number|Long|null);

        /**
         * Encodes the specified Target message. Does not implicitly {@link interloper.Target.verify|verify} messages.
         * @param message Target message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Target.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Target message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Target & interloper.Target.$Shape} Target
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Target & interloper.Target.$Shape;
    }

    namespace Target {

        /** Properties of a Target. */
        interface $Properties {

            /** Target process */
            process?: (interloper.Party.$Properties|null);

            /** Target argument */
            argument?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Target. */
        type $Shape = interloper.Target.$Properties;
    }

    /**
     * Properties of a Memory.
     * @deprecated Use interloper.Memory.$Properties instead.
     */
    interface IMemory extends interloper.Memory.$Properties {
    }

    /** Represents a Memory. */
    class Memory {

        /**
         * Constructs a new Memory.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Memory.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Memory address. */
        address: (number|Long|null);

        /** Memory length. */
        length: (number|Long|null);

        /** Memory prot. */
        prot: (number|Long|null);

        /** Memory flags. */
        flags: (number|Long|null);

        /** Memory region. */
        region: (interloper.Region|null);

        /** Memory regionFrom. */
        regionFrom: (interloper.RegionFrom|null);

        /** Memory sharing. */
        sharing: (interloper.Sharing|null);

        /** Memory unverified. */
        unverified: (boolean|null);

        /** Memory mapping. */
        mapping: (interloper.MappedAt|null);

        /**
         * Encodes the specified Memory message. Does not implicitly {@link interloper.Memory.verify|verify} messages.
         * @param message Memory message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Memory.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Memory message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Memory & interloper.Memory.$Shape} Memory
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Memory & interloper.Memory.$Shape;
    }

    namespace Memory {

        /** Properties of a Memory. */
        interface $Properties {

            /** Memory address */
            address?: (number|Long|null);

            /** Memory length */
            length?: (number|Long|null);

            /** Memory prot */
            prot?: (number|Long|null);

            /** Memory flags */
            flags?: (number|Long|null);

            /** Memory region */
            region?: (interloper.Region|null);

            /** Memory regionFrom */
            regionFrom?: (interloper.RegionFrom|null);

            /** Memory sharing */
            sharing?: (interloper.Sharing|null);

            /** Memory unverified */
            unverified?: (boolean|null);

            /** Memory mapping */
            mapping?: (interloper.MappedAt.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Memory. */
        type $Shape = interloper.Memory.$Properties;
    }

    /**
     * Properties of an Origin.
     * @deprecated Use interloper.Origin.$Properties instead.
     */
    interface IOrigin extends interloper.Origin.$Properties {
    }

    /** Represents an Origin. */
    class Origin {

        /**
         * Constructs a new Origin.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Origin.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Origin address. */
        address: (number|Long);

        /** Origin region. */
        region: interloper.Region;

        /** Origin writable. */
        writable: boolean;

        /**
         * Encodes the specified Origin message. Does not implicitly {@link interloper.Origin.verify|verify} messages.
         * @param message Origin message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Origin.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Origin message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Origin & interloper.Origin.$Shape} Origin
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Origin & interloper.Origin.$Shape;
    }

    namespace Origin {

        /** Properties of an Origin. */
        interface $Properties {

            /** Origin address */
            address?: (number|Long);

            /** Origin region */
            region?: interloper.Region;

            /** Origin writable */
            writable?: boolean;

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Origin. */
        type $Shape = interloper.Origin.$Properties;
    }

    /**
     * Properties of a MappedAt.
     * @deprecated Use interloper.MappedAt.$Properties instead.
     */
    interface IMappedAt extends interloper.MappedAt.$Properties {
    }

    /** Represents a MappedAt. */
    class MappedAt {

        /**
         * Constructs a new MappedAt.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.MappedAt.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MappedAt executable. */
        executable: boolean;

        /** MappedAt path. */
        path: (string|null);

        /**
         * Encodes the specified MappedAt message. Does not implicitly {@link interloper.MappedAt.verify|verify} messages.
         * @param message MappedAt message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.MappedAt.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MappedAt message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.MappedAt & interloper.MappedAt.$Shape} MappedAt
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.MappedAt & interloper.MappedAt.$Shape;
    }

    namespace MappedAt {

        /** Properties of a MappedAt. */
        interface $Properties {

            /** MappedAt executable */
            executable?: boolean;

            /** MappedAt path */
            path?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MappedAt. */
        type $Shape = interloper.MappedAt.$Properties;
    }

    /**
     * Properties of a File.
     * @deprecated Use interloper.File.$Properties instead.
     */
    interface IFile extends interloper.File.$Properties {
    }

    /** Represents a File. */
    class File {

        /**
         * Constructs a new File.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.File.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** File device. */
        device: (number|null);

        /** File inode. */
        inode: (number|Long|null);

        /** File ownerUid. */
        ownerUid: (number|null);

        /** File mode. */
        mode: (number|null);

        /** File memfd. */
        memfd: (boolean|null);

        /** File unlinked. */
        unlinked: (boolean|null);

        /** File inMemory. */
        inMemory: (boolean|null);

        /** File path. */
        path: (string|null);

        /** File pathTruncated. */
        pathTruncated: (boolean|null);

        /** File elf. */
        elf: (boolean|null);

        /** File unmounted. */
        unmounted: (boolean|null);

        /**
         * Encodes the specified File message. Does not implicitly {@link interloper.File.verify|verify} messages.
         * @param message File message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.File.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a File message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.File & interloper.File.$Shape} File
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.File & interloper.File.$Shape;
    }

    namespace File {

        /** Properties of a File. */
        interface $Properties {

            /** File device */
            device?: (number|null);

            /** File inode */
            inode?: (number|Long|null);

            /** File ownerUid */
            ownerUid?: (number|null);

            /** File mode */
            mode?: (number|null);

            /** File memfd */
            memfd?: (boolean|null);

            /** File unlinked */
            unlinked?: (boolean|null);

            /** File inMemory */
            inMemory?: (boolean|null);

            /** File path */
            path?: (string|null);

            /** File pathTruncated */
            pathTruncated?: (boolean|null);

            /** File elf */
            elf?: (boolean|null);

            /** File unmounted */
            unmounted?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a File. */
        type $Shape = interloper.File.$Properties;
    }

    /** FileRole enum. */
    enum FileRole {

        /** FILE_ROLE_UNSPECIFIED value */
        FILE_ROLE_UNSPECIFIED = 0,

        /** FILE_ROLE_DEBUGGER value */
        FILE_ROLE_DEBUGGER = 1,

        /** FILE_ROLE_INIT value */
        FILE_ROLE_INIT = 2,

        /** FILE_ROLE_LOGIN value */
        FILE_ROLE_LOGIN = 3,

        /** FILE_ROLE_AUDIT value */
        FILE_ROLE_AUDIT = 4,

        /** FILE_ROLE_JOURNAL value */
        FILE_ROLE_JOURNAL = 5,

        /** FILE_ROLE_KEYRING value */
        FILE_ROLE_KEYRING = 6,

        /** FILE_ROLE_CONTAINER_RUNTIME value */
        FILE_ROLE_CONTAINER_RUNTIME = 7,

        /** FILE_ROLE_NETWORK_DAEMON value */
        FILE_ROLE_NETWORK_DAEMON = 8,

        /** FILE_ROLE_WEB_SERVER value */
        FILE_ROLE_WEB_SERVER = 9,

        /** FILE_ROLE_DATABASE value */
        FILE_ROLE_DATABASE = 10,

        /** FILE_ROLE_SCHEDULER value */
        FILE_ROLE_SCHEDULER = 11
    }

    /**
     * Properties of a FileRoles.
     * @deprecated Use interloper.FileRoles.$Properties instead.
     */
    interface IFileRoles extends interloper.FileRoles.$Properties {
    }

    /** Represents a FileRoles. */
    class FileRoles {

        /**
         * Constructs a new FileRoles.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.FileRoles.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** FileRoles roles. */
        roles: interloper.FileRole[];

        /**
         * Encodes the specified FileRoles message. Does not implicitly {@link interloper.FileRoles.verify|verify} messages.
         * @param message FileRoles message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.FileRoles.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a FileRoles message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.FileRoles & interloper.FileRoles.$Shape} FileRoles
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.FileRoles & interloper.FileRoles.$Shape;
    }

    namespace FileRoles {

        /** Properties of a FileRoles. */
        interface $Properties {

            /** FileRoles roles */
            roles?: interloper.FileRole[];

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a FileRoles. */
        type $Shape = interloper.FileRoles.$Properties;
    }

    /**
     * Properties of a HostFacts.
     * @deprecated Use interloper.HostFacts.$Properties instead.
     */
    interface IHostFacts extends interloper.HostFacts.$Properties {
    }

    /** Represents a HostFacts. */
    class HostFacts {

        /**
         * Constructs a new HostFacts.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.HostFacts.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HostFacts sensor. */
        sensor: (boolean|null);

        /** HostFacts hostMounts. */
        hostMounts: (boolean|null);

        /** HostFacts roles. */
        roles: (interloper.FileRoles|null);

        /** HostFacts protected. */
        protected: (boolean|null);

        /** HostFacts packaged. */
        packaged: (boolean|null);

        /** HostFacts ancestor. */
        ancestor: (interloper.Ancestor|null);

        /** HostFacts ancestryUnknown. */
        ancestryUnknown: (boolean|null);

        /**
         * Encodes the specified HostFacts message. Does not implicitly {@link interloper.HostFacts.verify|verify} messages.
         * @param message HostFacts message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.HostFacts.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HostFacts message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.HostFacts & interloper.HostFacts.$Shape} HostFacts
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.HostFacts & interloper.HostFacts.$Shape;
    }

    namespace HostFacts {

        /** Properties of a HostFacts. */
        interface $Properties {

            /** HostFacts sensor */
            sensor?: (boolean|null);

            /** HostFacts hostMounts */
            hostMounts?: (boolean|null);

            /** HostFacts roles */
            roles?: (interloper.FileRoles.$Properties|null);

            /** HostFacts protected */
            "protected"?: (boolean|null);

            /** HostFacts packaged */
            packaged?: (boolean|null);

            /** HostFacts ancestor */
            ancestor?: (interloper.Ancestor.$Properties|null);

            /** HostFacts ancestryUnknown */
            ancestryUnknown?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HostFacts. */
        type $Shape = interloper.HostFacts.$Properties;
    }

    /**
     * Properties of an Ancestor.
     * @deprecated Use interloper.Ancestor.$Properties instead.
     */
    interface IAncestor extends interloper.Ancestor.$Properties {
    }

    /** Represents an Ancestor. */
    class Ancestor {

        /**
         * Constructs a new Ancestor.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Ancestor.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Ancestor process. */
        process: interloper.ProcessReference;

        /** Ancestor roles. */
        roles: interloper.FileRoles;

        /**
         * Encodes the specified Ancestor message. Does not implicitly {@link interloper.Ancestor.verify|verify} messages.
         * @param message Ancestor message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Ancestor.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Ancestor message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Ancestor & interloper.Ancestor.$Shape} Ancestor
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Ancestor & interloper.Ancestor.$Shape;
    }

    namespace Ancestor {

        /** Properties of an Ancestor. */
        interface $Properties {

            /** Ancestor process */
            process?: interloper.ProcessReference.$Properties;

            /** Ancestor roles */
            roles?: interloper.FileRoles.$Properties;

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Ancestor. */
        type $Shape = interloper.Ancestor.$Properties;
    }

    /**
     * Properties of a ProcessReference.
     * @deprecated Use interloper.ProcessReference.$Properties instead.
     */
    interface IProcessReference extends interloper.ProcessReference.$Properties {
    }

    /** Represents a ProcessReference. */
    class ProcessReference {

        /**
         * Constructs a new ProcessReference.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.ProcessReference.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ProcessReference tgid. */
        tgid: number;

        /** ProcessReference start. */
        start: (number|Long|null);

        /** ProcessReference uid. */
        uid: (number|null);

        /** ProcessReference comm. */
        comm: (string|null);

        /** ProcessReference exe. */
        exe: (string|null);

        /**
         * Encodes the specified ProcessReference message. Does not implicitly {@link interloper.ProcessReference.verify|verify} messages.
         * @param message ProcessReference message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.ProcessReference.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ProcessReference message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.ProcessReference & interloper.ProcessReference.$Shape} ProcessReference
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.ProcessReference & interloper.ProcessReference.$Shape;
    }

    namespace ProcessReference {

        /** Properties of a ProcessReference. */
        interface $Properties {

            /** ProcessReference tgid */
            tgid?: number;

            /** ProcessReference start */
            start?: (number|Long|null);

            /** ProcessReference uid */
            uid?: (number|null);

            /** ProcessReference comm */
            comm?: (string|null);

            /** ProcessReference exe */
            exe?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ProcessReference. */
        type $Shape = interloper.ProcessReference.$Properties;
    }

    /**
     * Properties of a Process.
     * @deprecated Use interloper.Process.$Properties instead.
     */
    interface IProcess extends interloper.Process.$Properties {
    }

    /** Represents a Process. */
    class Process {

        /**
         * Constructs a new Process.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Process.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Process tgid. */
        tgid: number;

        /** Process tid. */
        tid: (number|null);

        /** Process start. */
        start: (number|Long|null);

        /** Process ppid. */
        ppid: (number|null);

        /** Process uid. */
        uid: (number|null);

        /** Process euid. */
        euid: (number|null);

        /** Process gid. */
        gid: (number|null);

        /** Process egid. */
        egid: (number|null);

        /** Process auid. */
        auid: (number|null);

        /** Process session. */
        session: (number|null);

        /** Process capabilities. */
        capabilities: (number|Long|null);

        /** Process comm. */
        comm: (string|null);

        /** Process exe. */
        exe: (interloper.File|null);

        /** Process cgroup. */
        cgroup: (number|Long|null);

        /** Process pidNamespace. */
        pidNamespace: (number|null);

        /** Process mountNamespace. */
        mountNamespace: (number|null);

        /** Process tty. */
        tty: (string|null);

        /** Process cmdline. */
        cmdline: (string|null);

        /** Process parent. */
        parent: (interloper.ProcessReference|null);

        /** Process host. */
        host: (interloper.HostFacts|null);

        /** Process tracedBy. */
        tracedBy: (number|null);

        /**
         * Encodes the specified Process message. Does not implicitly {@link interloper.Process.verify|verify} messages.
         * @param message Process message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Process.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Process message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Process & interloper.Process.$Shape} Process
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Process & interloper.Process.$Shape;
    }

    namespace Process {

        /** Properties of a Process. */
        interface $Properties {

            /** Process tgid */
            tgid?: number;

            /** Process tid */
            tid?: (number|null);

            /** Process start */
            start?: (number|Long|null);

            /** Process ppid */
            ppid?: (number|null);

            /** Process uid */
            uid?: (number|null);

            /** Process euid */
            euid?: (number|null);

            /** Process gid */
            gid?: (number|null);

            /** Process egid */
            egid?: (number|null);

            /** Process auid */
            auid?: (number|null);

            /** Process session */
            session?: (number|null);

            /** Process capabilities */
            capabilities?: (number|Long|null);

            /** Process comm */
            comm?: (string|null);

            /** Process exe */
            exe?: (interloper.File.$Properties|null);

            /** Process cgroup */
            cgroup?: (number|Long|null);

            /** Process pidNamespace */
            pidNamespace?: (number|null);

            /** Process mountNamespace */
            mountNamespace?: (number|null);

            /** Process tty */
            tty?: (string|null);

            /** Process cmdline */
            cmdline?: (string|null);

            /** Process parent */
            parent?: (interloper.ProcessReference.$Properties|null);

            /** Process host */
            host?: (interloper.HostFacts.$Properties|null);

            /** Process tracedBy */
            tracedBy?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Process. */
        type $Shape = interloper.Process.$Properties;
    }

    /**
     * Properties of a RecordReference.
     * @deprecated Use interloper.RecordReference.$Properties instead.
     */
    interface IRecordReference extends interloper.RecordReference.$Properties {
    }

    /** Represents a RecordReference. */
    class RecordReference {

        /**
         * Constructs a new RecordReference.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.RecordReference.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RecordReference serial. */
        serial: (number|Long);

        /** RecordReference node. */
        node: (string|null);

        /** RecordReference keys. */
        keys: (interloper.Strings|null);

        /** RecordReference records. */
        records: (number|null);

        /**
         * Encodes the specified RecordReference message. Does not implicitly {@link interloper.RecordReference.verify|verify} messages.
         * @param message RecordReference message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.RecordReference.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RecordReference message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.RecordReference & interloper.RecordReference.$Shape} RecordReference
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.RecordReference & interloper.RecordReference.$Shape;
    }

    namespace RecordReference {

        /** Properties of a RecordReference. */
        interface $Properties {

            /** RecordReference serial */
            serial?: (number|Long);

            /** RecordReference node */
            node?: (string|null);

            /** RecordReference keys */
            keys?: (interloper.Strings.$Properties|null);

            /** RecordReference records */
            records?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RecordReference. */
        type $Shape = interloper.RecordReference.$Properties;
    }

    /**
     * Properties of a Loss.
     * @deprecated Use interloper.Loss.$Properties instead.
     */
    interface ILoss extends interloper.Loss.$Properties {
    }

    /** Represents a Loss. */
    class Loss {

        /**
         * Constructs a new Loss.
         * @param [properties] Properties to set
         */
        constructor(properties?: interloper.Loss.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Loss source. */
        source: interloper.Source;

        /** Loss where. */
        where: string;

        /** Loss kind. */
        kind: (string|null);

        /** Loss count. */
        count: (number|Long);

        /** Loss from. */
        from: interloper.Timestamp;

        /** Loss to. */
        to: interloper.Timestamp;

        /** Loss node. */
        node: (string|null);

        /** Loss serial. */
        serial: (number|Long|null);

        /**
         * Encodes the specified Loss message. Does not implicitly {@link interloper.Loss.verify|verify} messages.
         * @param message Loss message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: interloper.Loss.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Loss message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {interloper.Loss & interloper.Loss.$Shape} Loss
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): interloper.Loss & interloper.Loss.$Shape;
    }

    namespace Loss {

        /** Properties of a Loss. */
        interface $Properties {

            /** Loss source */
            source?: interloper.Source;

            /** Loss where */
            where?: string;

            /** Loss kind */
            kind?: (string|null);

            /** Loss count */
            count?: (number|Long);

            /** Loss from */
            from?: interloper.Timestamp.$Properties;

            /** Loss to */
            to?: interloper.Timestamp.$Properties;

            /** Loss node */
            node?: (string|null);

            /** Loss serial */
            serial?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Loss. */
        type $Shape = interloper.Loss.$Properties;
    }
}
