import type { Alert } from '../../domain/alerts/alert.ts';
import { leaf, writeXml, type XmlNode } from '../xml/write.ts';

export interface FeedEntry {
  /** Id of the alert. */
  readonly id: number;
  readonly title: string;
  /** ms since the epoch. */
  readonly updatedAt: number;
}

/** The largest number of alerts in the feed. */
export const FEED_ALERTS = 100;

export const feedEntry = ({ id, draft, updatedAt }: Alert): FeedEntry => ({
  id,
  title: draft.title,
  updatedAt,
});

/** Writes a feed (RFC 4287) of the alerts that were sent, each with the address of its CAP document. */
export const writeAtom = (entries: readonly FeedEntry[], sender: string, nowMs: number): string => {
  const newest = Math.max(0, ...entries.map(({ updatedAt }) => updatedAt));
  return writeXml('http://www.w3.org/2005/Atom', {
    name: 'feed',
    content: [
      leaf('id', `urn:tocsin:${encodeURIComponent(sender)}:cap`),
      leaf('title', 'Alerts'),
      leaf('updated', new Date(newest === 0 ? nowMs : newest).toISOString()),
      { name: 'author', content: [leaf('name', sender)] },
      { name: 'link', attributes: { rel: 'self', href: '/v1/cap.atom' }, content: [] },
      ...entries.map(
        ({ id, title, updatedAt }): XmlNode => ({
          name: 'entry',
          content: [
            leaf('id', `urn:tocsin:${encodeURIComponent(sender)}:alert-${id}`),
            leaf('title', title),
            leaf('updated', new Date(updatedAt).toISOString()),
            {
              name: 'link',
              attributes: { type: 'application/cap+xml', href: `/v1/alerts/${id}/cap` },
              content: [],
            },
          ],
        }),
      ),
    ],
  });
};
