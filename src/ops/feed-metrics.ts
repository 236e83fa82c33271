import { Gauge, type Registry } from 'prom-client';
import type { FeedView } from '../domain/triggers/triggers-service.ts';

/** Metrics of CAP feeds, computed when they are scraped. */
export const observeFeeds = (registry: Registry, feeds: () => readonly FeedView[]): void => {
  const gauge = (name: string, help: string, measure: (feed: FeedView) => number): void => {
    new Gauge({
      name: `tocsin_cap_feed_${name}`,
      help,
      labelNames: ['feed'],
      registers: [registry],
      collect() {
        this.reset();
        for (const feed of feeds()) this.set({ feed: feed.url }, measure(feed));
      },
    });
  };
  gauge('up', '1 if the feed could be read completely the last time; 0 if it could not.', ({ trouble }) =>
    trouble === undefined ? 1 : 0,
  );
  gauge(
    'read_timestamp_seconds',
    'When the feed was last read to its end; 0: never since the start.',
    ({ readAt }) => (readAt ?? 0) / 1000,
  );
};
