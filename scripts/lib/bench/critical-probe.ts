import { setTimeout as wait } from 'node:timers/promises';
import type { BenchGateway } from './bench-gateway.ts';
import { type Figures, TEXT } from './bench-load.ts';
import { PlainPost } from './plain-post.ts';
import type { SinkProcess } from './sink-process.ts';

/**
 * The first digits of the critical messages' numbers. Bulk has others, so that the carrier can tell the arrivals apart.
 */
export const CRITICAL = '33639980';
const NUMBERS = 1000;
/** How long to wait at the end for messages that are under way, ms. */
const SETTLE_MS = 500;

const epochMs = (): number => performance.timeOrigin + performance.now();

export const criticalNumber = (index: number): string =>
  `${CRITICAL}${String(index % NUMBERS).padStart(3, '0')}`;

/**
 * Sends a critical message now and then, to a thousand different numbers at most, and measures how long each takes from
 * the request to its submit_sm at the carrier, which records arrivals whose number begins with `CRITICAL`.
 *
 * @param isOver asked before each message
 * @throws Error if one did not arrive
 */
export const probeCritical = async (
  gateway: BenchGateway,
  sink: SinkProcess,
  { everyMs, isOver }: { readonly everyMs: number; readonly isOver: () => boolean | Promise<boolean> },
): Promise<Figures> => {
  // Arrivals before this probe are not of its messages.
  await sink.arrivals();
  const askedAt = new Map<string, number>();
  using client = await PlainPost.open(gateway);
  while (!(await isOver())) {
    if (askedAt.size < NUMBERS) {
      const to = criticalNumber(askedAt.size);
      const writing = () => void askedAt.set(to, epochMs());
      await client.post({ to: `+${to}`, text: TEXT, priority: 'critical' }, writing);
    }
    await wait(everyMs);
  }
  await wait(SETTLE_MS);
  // Other messages may have longer numbers with the same first digits.
  const arrivals = (await sink.arrivals()).filter(({ to }) => askedAt.has(to));
  if (arrivals.length !== askedAt.size)
    throw new Error(`${askedAt.size} critical messages asked, ${arrivals.length} arrived`);
  const latencies = arrivals.map(({ to, at }) => at - (askedAt.get(to) ?? Number.NaN)).sort((a, b) => a - b);
  const at = (share: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;
  return { samples: latencies.length, p50Ms: at(0.5), p99Ms: at(0.99), slowestMs: at(1) };
};

/** Renames the figures, where a benchmark has several sets of them: `p50Ms` as `reportP50Ms`. */
export const named = (prefix: string, figures: Figures): Figures =>
  Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [
      `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      value,
    ]),
  );
