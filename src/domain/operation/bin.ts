import type { Remover, Use } from '../../kernel/named.ts';
import type { Page, Paged } from '../../kernel/page.ts';

/** The kinds of things that go into the bin when they are removed. */
export const binKinds = [
  'list',
  'segment',
  'area',
  'template',
  'scenario',
  'schedule',
  'keyword',
  'drill',
] as const;
export type BinKind = (typeof binKinds)[number];

/** Something that was removed and can be restored. */
export interface Removed {
  readonly id: number;
  readonly kind: BinKind;
  /** The id that it had, and gets back. */
  readonly thing: number;
  readonly name: string;
  readonly by: Remover;
}

export type Restored =
  | { readonly kind: 'done'; readonly value: Removed }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'taken' };

export interface BinRepository {
  /** Newest first. */
  removed(kind: BinKind | undefined, page: Page): Promise<Paged<Removed>>;
  /** Puts it back with its id, and a list with its members. `taken`: another has its name now. */
  restoreRemoved(id: number, nowMs: number): Promise<Restored>;
}

/** The configuration names a scenario, by its id or its name. */
export interface ConfiguredUse {
  readonly scenario: string;
  readonly use: Use;
}
