import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { duration } from '../../../src/config/duration.ts';
import { priorities } from '../../../src/domain/messages/priority.ts';

const moment = duration({ minMs: 0, maxMs: 30 * 86_400_000 });
const rate = z.number().positive().max(100_000);

const carrier = z.strictObject({
  id: z.string().min(1),
  /** Parts per second that the carrier takes; the gateway doesn't know it. */
  limit: rate,
  /** What the carrier does with more parts: refuses them (ESME_RTHROTTLED), or queues them. */
  above: z.enum(['throttles', 'queues']).default('throttles'),
  /** The contract that the gateway knows, parts per second; left out: none. */
  contract: rate.optional(),
  window: z.int().min(1).max(10_000).default(100),
  /** From submit to answer without a queue, ms. */
  latency: duration({ minMs: 1, maxMs: 60_000 }).prefault('50ms'),
  changes: z
    .array(z.strictObject({ at: moment, limit: rate.optional(), up: z.boolean().optional() }))
    .default([]),
});

const modems = z.strictObject({
  count: z.int().min(1).max(1000),
  /** How long one part takes. */
  part: duration({ minMs: 100, maxMs: 600_000 }).prefault('6s'),
});

/** What is simulated. The plan is the default one: carriers, then modems. */
export const scenario = z.strictObject({
  /** When the simulation ends, whatever still waits. */
  until: moment,
  messages: z
    .array(
      z.strictObject({
        priority: z.enum(priorities),
        count: z.int().min(1).max(1_000_000),
        at: moment.prefault('0s'),
      }),
    )
    .min(1),
  carriers: z.array(carrier).max(100).default([]),
  modems: z.array(modems).default([]),
});

export type Scenario = z.output<typeof scenario>;
export type Carrier = z.output<typeof carrier>;

/** @throws an error that names each wrong field */
export const parseScenario = (text: string): Scenario => {
  const parsed = scenario.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(z.prettifyError(parsed.error));
};

export const readScenario = (file: string): Scenario => parseScenario(readFileSync(file, 'utf8'));
