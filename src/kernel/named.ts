import type { Page, Paged } from './page.ts';

/** Something an operator keeps under a name: a list, a segment, an area. */
export interface Named<Definition> {
  /** Never given to another, also after this one is deleted. */
  readonly id: number;
  /** Unique among its kind. */
  readonly name: string;
  readonly definition: Definition;
  /** ms since the epoch. */
  readonly createdAt: number;
  /** 1 at first, one more with each change. */
  readonly version: number;
}

/** What became of a change: `changed` means that another version is there than the one that was to be changed. */
export type Change<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'changed' }
  | { readonly kind: 'taken' };

export type Removal = 'removed' | 'unknown' | 'changed';

export interface NamedRepository<Definition> {
  /** `taken`: another has the name. */
  create(name: string, definition: Definition, nowMs: number): Promise<Named<Definition> | 'taken'>;
  get(id: number): Promise<Named<Definition> | undefined>;
  /** In the order in which they were made. */
  list(page: Page): Promise<Paged<Named<Definition>>>;
  /** @param version the one to be replaced; undefined: whichever is there */
  replace(
    id: number,
    name: string,
    definition: Definition,
    version: number | undefined,
  ): Promise<Change<Named<Definition>>>;
  remove(id: number, version: number | undefined): Promise<Removal>;
}
