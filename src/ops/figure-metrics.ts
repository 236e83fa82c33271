import { Gauge, type Registry } from 'prom-client';
import { priorities } from '../domain/messages/priority.ts';
import type { Figures } from '../domain/operation/figures.ts';

/**
 * Metrics of what waits and of what phones answer, read from the store when they are scraped. While the store can't be
 * read they are absent, and the other metrics are still there.
 */
export const observeFigures = (registry: Registry, read: () => Promise<Figures>, now: () => number): void => {
  let underWay: Promise<Figures | undefined> | undefined;
  // All metrics of one scrape are asked for at once, and share one reading.
  const figures = (): Promise<Figures | undefined> => {
    underWay ??= read()
      .catch(() => undefined)
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };
  const gauge = (
    name: string,
    help: string,
    labelNames: readonly string[],
    show: (set: (labels: Record<string, string>, value: number) => void, now: Figures) => void,
  ): void => {
    new Gauge({
      name: `tocsin_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      async collect() {
        const all = await figures();
        this.reset();
        if (all !== undefined) show((labels, value) => this.set(labels, value), all);
      },
    });
  };
  gauge('messages', 'Messages that are not sent yet.', ['state', 'priority'], (set, { unsent }) => {
    for (const state of ['queued', 'sending']) for (const priority of priorities) set({ state, priority }, 0);
    for (const { state, priority, messages } of unsent) set({ state, priority }, messages);
  });
  gauge(
    'oldest_queued_seconds',
    'How long the oldest queued message waits since it was due; 0: none is due.',
    ['priority'],
    (set, { unsent }) => {
      for (const priority of priorities) set({ priority }, 0);
      for (const { state, priority, oldestDueAt } of unsent) {
        if (state === 'queued' && oldestDueAt !== undefined)
          set({ priority }, Math.max(0, now() - oldestDueAt) / 1000);
      }
    },
  );
  gauge(
    'answers_people',
    'People by the answer that counts, of alerts whose question is open.',
    ['meaning'],
    (set, { answers }) => {
      for (const { meaning, people } of answers) set({ meaning }, people);
    },
  );
  gauge('help_calls_open', 'People who need help, of alerts whose question is open.', [], (set, all) =>
    set({}, all.answers.find(({ meaning }) => meaning === 'help')?.people ?? 0),
  );
  gauge(
    'alerts_audience_gone',
    'Alerts that wait, since a part of their audience was removed: stop them.',
    [],
    (set, { audienceGone }) => set({}, audienceGone),
  );
};
