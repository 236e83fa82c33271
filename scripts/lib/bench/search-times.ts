import type { BenchGateway } from './bench-gateway.ts';
import type { Figures } from './bench-load.ts';

const SEARCHES = 21;

/** Times searches that find nothing: each figure is the median of some, ms, from the request to its answer. */
export const searchTimes = async (gateway: BenchGateway): Promise<Figures> => {
  const median = async (query: string): Promise<number> => {
    const times: number[] = [];
    for (let search = 0; search < SEARCHES; search++) {
      const asked = performance.now();
      await gateway.ask('GET', `/v1/messages?${query}`);
      times.push(performance.now() - asked);
    }
    return times.toSorted((a, b) => a - b)[Math.floor(SEARCHES / 2)] ?? Number.NaN;
  };
  return {
    byNumberMs: await median(`to=${encodeURIComponent('+33639970001')}`),
    byStateMs: await median('state=sent'),
    byTimeMs: await median(`since=${new Date().toISOString()}`),
    byPriorityMs: await median('priority=low'),
  };
};
