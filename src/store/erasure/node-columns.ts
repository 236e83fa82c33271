import { CODES, type ColumnClass, each } from './column-classes.ts';

/** The columns of the tables of nodes. */
export const nodeColumns: Readonly<Record<string, Readonly<Record<string, ColumnClass>>>> = {
  // It has hashes of 32 bits of phones, and a row is deleted once each node has read it, which takes a second or two.
  node_news: each('impersonal', 'id node news'),
  node_shares: each('impersonal', 'route node share demand usable'),
  nodes: { ...each('impersonal', 'number name run beat heard leads url certificate key'), status: CODES },
};
