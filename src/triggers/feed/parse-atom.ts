import { guardXml } from '../xml/guard.ts';
import { type Element, parseXml, textOf, XmlFault } from '../xml/tree.ts';

/** An entry in a feed of CAP alerts (RFC 4287). */
export interface AtomEntry {
  /** A key that stays the same for an entry until it is changed. */
  readonly key: string;
  /** ms since the epoch; 0 if the entry has no time. */
  readonly updatedAt: number;
  /** Absolute address of the CAP document. */
  readonly url: string;
}

export type AtomParsed =
  /** `unreadable` counts entries without an id or address; the others are still taken. */
  | { readonly kind: 'entries'; readonly entries: readonly AtomEntry[]; readonly unreadable: number }
  | { readonly kind: 'refused'; readonly reason: string };

const ATOM = 'http://www.w3.org/2005/Atom';
/** Limits for a feed. National feeds have some hundred entries, with CAP's own elements beside those of Atom. */
export const feedLimits = { octets: 8 * 1024 * 1024, marks: 200_000 };
const MOST_ENTRIES = 2000;

/**
 * Reads the entries of an Atom feed, the oldest first. Never throws.
 *
 * @param charset the charset of its Content-Type
 */
export const parseAtom = (octets: Uint8Array, feedUrl: string, charset?: string): AtomParsed => {
  const guarded = guardXml(octets, feedLimits, charset);
  if (guarded.kind === 'refused') return guarded;
  try {
    const root = parseXml(guarded.text);
    if (root.namespaceURI !== ATOM || root.localName !== 'feed') {
      return { kind: 'refused', reason: `the root is <${root.nodeName.slice(0, 80)}>, not a <feed> of Atom` };
    }
    const found = childrenNamed(root, 'entry').slice(0, MOST_ENTRIES);
    const entries = found.flatMap((entry) => readEntry(entry, feedUrl) ?? []);
    return {
      kind: 'entries',
      entries: entries.toSorted((a, b) => a.updatedAt - b.updatedAt),
      unreadable: found.length - entries.length,
    };
  } catch (error) {
    if (error instanceof XmlFault) return { kind: 'refused', reason: error.message };
    throw error;
  }
};

const childrenNamed = (parent: Element, name: string): Element[] => {
  const found: Element[] = [];
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType !== 1) continue;
    const element = node as Element;
    if (element.namespaceURI === ATOM && element.localName === name) found.push(element);
  }
  return found;
};

const readEntry = (entry: Element, feedUrl: string): AtomEntry | undefined => {
  const text = (name: string): string => {
    const [element] = childrenNamed(entry, name);
    return element === undefined ? '' : textOf(element, name);
  };
  const id = text('id');
  const updated = text('updated');
  const links = childrenNamed(entry, 'link').filter((link) => link.getAttribute('rel') !== 'self');
  const typed = links.find((link) => link.getAttribute('type') === 'application/cap+xml');
  // Some feeds have no link, but the address as the id.
  const href = (typed ?? links[0])?.getAttribute('href') ?? id;
  if (id === '' || !URL.canParse(href, feedUrl)) return undefined;
  const updatedAt = Date.parse(updated);
  return {
    key: `${id} ${updated}`,
    updatedAt: Number.isNaN(updatedAt) ? 0 : updatedAt,
    url: new URL(href, feedUrl).href,
  };
};
