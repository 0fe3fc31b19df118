import type { Distribution, Interval, OperationAgreement, Timeline } from '../../crosscheck/report.js';
import { formatTimestamp, secondsBetween } from '../../model/timestamp.js';
import { html, type Markup } from './markup.js';
import { delay, grouped, plural } from './words.js';

const WIDTH = 1000;
const HALF = 78;
const TOP = 16;
/** A picture needs no more bars than can be told apart. */
const MOST_BARS = 240;

type Bucket = Timeline['buckets'][number];
type Segment = readonly [name: string, count: number];

const round = (value: number): string => value.toFixed(2);

/** The sensor's stream upwards and audit's downwards, each with what the other has not; intervals behind them. */
export function timelineChart({ start, bucketMs, buckets }: Timeline, intervals: readonly Interval[]): Markup {
  if (start === undefined || buckets.length === 0) return html`<p class="soft">No event came.</p>`;
  const { bars, barMs } = widen(buckets, bucketMs);
  const above = (bar: Bucket): Segment[] => [
    ['matched', bar.matched],
    ['sensor', bar.sensorOnly],
  ];
  const below = (bar: Bucket): Segment[] => [
    ['matched', bar.matched],
    ['audit', bar.auditOnly],
  ];
  const total = (segments: readonly Segment[]): number => segments.reduce((sum, [, count]) => sum + count, 0);
  const highest = Math.max(1, ...bars.map((bar) => Math.max(total(above(bar)), total(below(bar)))));
  /** by the square root, or one burst would hide all else */
  const scale = (count: number): number => Math.sqrt(count / highest) * HALF;
  const step = WIDTH / bars.length;
  const middle = TOP + HALF;
  const stack = (index: number, segments: readonly Segment[], direction: 1 | -1): Markup[] => {
    const used = { count: 0, height: 0 };
    return segments
      .filter(([, count]) => count > 0)
      .map(([name, count]) => {
        const height = Math.max(1, scale(used.count + count) - scale(used.count));
        const y = direction < 0 ? middle - used.height - height : middle + used.height;
        used.count += count;
        used.height += height;
        const width = round(Math.max(1, step - Math.min(1, step / 4)));
        return html`<rect class="fill-${name}" x="${round(index * step)}" y="${round(y)}" width="${width}" height="${round(height)}"/>`;
      });
  };
  const seconds = (bars.length * barMs) / 1000;
  const shades = intervals
    .filter(({ what }) => what !== 'attached')
    .map(({ from, to, what, side, detail }) => {
      const x = clamp((secondsBetween(start, from) / seconds) * WIDTH);
      const end = to === undefined ? WIDTH : clamp((secondsBetween(start, to) / seconds) * WIDTH);
      const said = detail === undefined ? `${side}: ${what}` : `${side}: ${what}, ${detail}`;
      return html`<rect class="fill-shade" x="${round(x)}" y="${TOP}" width="${round(Math.max(2, end - x))}" height="${2 * HALF}"><title>${said}</title></rect>`;
    });
  return html`<svg viewBox="0 0 ${WIDTH} ${TOP + 2 * HALF + 20}" role="img" aria-label="Events of both sides over time">
${shades}
${bars.map(
  (bar, index) =>
    html`<g><title>${barTitle(bar, index, barMs)}</title>${stack(index, above(bar), -1)}${stack(index, below(bar), 1)}${mark(bar, index, step)}</g>`,
)}
<line class="axis" x1="0" x2="${WIDTH}" y1="${middle}" y2="${middle}"/>
<text x="2" y="11">sensor ↑ · at most ${grouped(highest)} in ${barMs < 1000 ? `${barMs} ms` : `${barMs / 1000} s`} · heights by the square root</text>
<text x="2" y="${TOP + 2 * HALF + 15}">audit ↓ · ${formatTimestamp(start).slice(0, 23).replace('T', ' ')} UTC</text>
<text x="${WIDTH - 2}" y="${TOP + 2 * HALF + 15}" text-anchor="end">+${round(seconds)} s</text>
</svg>
<p class="legend">${[
    ['matched', 'on both sides'],
    ['sensor', 'sensor only'],
    ['audit', 'audit only'],
    ['odd', 'unexplained'],
    ['shade', 'a side did not see all'],
  ].map(
    ([name, text]) =>
      html`<span><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="fill-${name}" width="10" height="10" rx="2"/></svg>${text}</span>`,
  )}</p>`;
}

const clamp = (x: number): number => Math.min(WIDTH, Math.max(0, x));

const barTitle = (bar: Bucket, index: number, barMs: number): string =>
  `+${((index * barMs) / 1000).toFixed(2)} s: ${grouped(bar.matched)} matched, ${grouped(bar.sensorOnly)} sensor only, ${grouped(bar.auditOnly)} audit only, ${grouped(bar.unexplained)} unexplained`;

/** What is unexplained stands out however little it is. */
function mark({ unexplained }: Bucket, index: number, step: number): Markup | undefined {
  if (unexplained === 0) return undefined;
  return html`<circle class="fill-odd" cx="${round((index + 0.5) * step)}" cy="${TOP + HALF}" r="5"/>`;
}

function widen(buckets: readonly Bucket[], bucketMs: number): { bars: Bucket[]; barMs: number } {
  const factor = Math.ceil(buckets.length / MOST_BARS);
  const bars: Bucket[] = [];
  for (let at = 0; at < buckets.length; at += factor) {
    const some = buckets.slice(at, at + factor);
    const sum = (name: keyof Bucket): number => some.reduce((all, bucket) => all + bucket[name], 0);
    bars.push({
      matched: sum('matched'),
      sensorOnly: sum('sensorOnly'),
      auditOnly: sum('auditOnly'),
      unexplained: sum('unexplained'),
    });
  }
  return { bars, barMs: bucketMs * factor };
}

/** The shares of one operation's events as one bar. */
export function agreementBar({ matched, sensorOnly, auditOnly, unexplained, pending }: OperationAgreement): Markup {
  const total = matched + sensorOnly + auditOnly + pending;
  if (total === 0) return html``;
  const odd = unexplained;
  const shares: Segment[] = [
    ['matched', matched],
    ['sensor', Math.max(0, sensorOnly - odd)],
    ['audit', Math.max(0, auditOnly - Math.max(0, odd - sensorOnly))],
    ['pending', pending],
    ['odd', odd],
  ];
  let x = 0;
  const parts = shares.map(([name, count]) => {
    const width = (count / total) * 200;
    const part =
      count === 0
        ? html``
        : html`<rect class="fill-${name}" x="${round(x)}" width="${round(Math.max(width, 1.5))}" height="10"/>`;
    x += width;
    return part;
  });
  return html`<svg viewBox="0 0 200 10" preserveAspectRatio="none" height="10" role="img" aria-label="${matched} of ${total} on both sides">${parts}</svg>`;
}

/** How many delays lay in which class. */
export function histogram(distribution: Distribution, name: string): Markup {
  const { classes, count } = distribution;
  const most = Math.max(1, ...classes.map((one) => one.count));
  const step = 480 / classes.length;
  const bars = classes.map(({ count: some, below }, index) => {
    const height = some === 0 ? 0 : Math.max(2, (some / most) * 100);
    const label = below === undefined ? 'more' : below < 1000 ? String(below) : `${below / 1000} s`;
    const from = index === 0 ? undefined : classes[index - 1]!.below;
    const range = below === undefined ? `${delay(from ?? 0)} or more` : `below ${delay(below)}`;
    return html`<g><title>${`${range}: ${plural(some, 'event')} of ${grouped(count)}`}</title>
<rect class="fill-${name}" x="${round(index * step + 2)}" y="${round(110 - height)}" width="${round(step - 4)}" height="${round(height)}" rx="2"/>
<text x="${round(index * step + step / 2)}" y="125" text-anchor="middle">${label}</text></g>`;
  });
  return html`<svg viewBox="0 0 480 132" role="img" aria-label="Distribution of delays"><line class="axis" x1="0" x2="480" y1="110.5" y2="110.5"/>${bars}<text x="478" y="10" text-anchor="end">below … ms</text></svg>`;
}
