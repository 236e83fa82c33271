import { Gauge, type Registry } from 'prom-client';
import type { CaseFigures } from '../domain/inbound/help-case.ts';

/** Metrics of calls for help, counted when they are scraped. */
export const observeCases = (
  registry: Registry,
  figures: () => Promise<CaseFigures>,
  now: () => number,
): void => {
  new Gauge({
    name: 'tocsin_cases',
    help: 'Calls for help by state.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const { open, taken, closed } = await figures();
      this.set({ state: 'open' }, open);
      this.set({ state: 'taken' }, taken);
      this.set({ state: 'closed' }, closed);
    },
  });
  new Gauge({
    name: 'tocsin_cases_unpaged',
    help: 'Open calls for help for which nobody could be paged.',
    registers: [registry],
    async collect() {
      this.set((await figures()).unpaged);
    },
  });
  new Gauge({
    name: 'tocsin_case_oldest_waiting_seconds',
    help: 'How long the oldest call for help that nobody has taken waits; 0: none waits.',
    registers: [registry],
    async collect() {
      const { waitingSince } = await figures();
      this.set(waitingSince === undefined ? 0 : Math.max(0, now() - waitingSince) / 1000);
    },
  });
};
