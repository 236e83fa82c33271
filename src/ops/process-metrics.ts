import { collectDefaultMetrics, type Registry } from 'prom-client';

/** Adds the figures of a process, such as its memory and its pauses, to the metrics. */
export type ObserveProcess = (registry: Registry) => void;

/** Adds those of this process. prom-client never stops measuring them: it is for processes with one gateway. */
export const observeThisProcess: ObserveProcess = (register) => collectDefaultMetrics({ register });
