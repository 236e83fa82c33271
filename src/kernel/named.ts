import type { Page, Paged } from './page.ts';

/** Something that an operator keeps under a name, such as a list, a segment or an area. */
export interface Named<Definition> {
  /** Never reused, even after deletion. */
  readonly id: number;
  /** Unique among things of the same kind. */
  readonly name: string;
  readonly definition: Definition;
  /** ms since the epoch. */
  readonly createdAt: number;
  /** Starts at 1 and grows by 1 with each change. */
  readonly version: number;
}

/**
 * The result of a change. `unknown`: there is no such resource; `changed`: the version that the caller names is no
 * longer the current one; `taken`: another resource has the name.
 */
export type Change<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'changed' }
  | { readonly kind: 'taken' };

export type Removal = 'removed' | 'unknown' | 'changed';

/** Something that names another thing, and would break without it. */
export interface Use {
  /** Such as `alert` or `segment`. */
  readonly kind: string;
  readonly id: number | string;
  readonly name: string;
}

/** `by` has the first users only, `total` counts all. */
export interface InUse {
  readonly kind: 'inUse';
  readonly by: readonly Use[];
  readonly total: number;
}

export type NamedRemoval = Removal | InUse;

/** Who removes something, and when (ms since the epoch). */
export interface Remover {
  readonly id: string;
  readonly name: string;
  readonly at: number;
}

export interface NamedRepository<Definition> {
  /** `taken`: the name is in use. */
  create(name: string, definition: Definition, nowMs: number): Promise<Named<Definition> | 'taken'>;
  get(id: number): Promise<Named<Definition> | undefined>;
  /** Ordered by creation. */
  list(page: Page): Promise<Paged<Named<Definition>>>;
  /** @param version the version to replace; undefined: the current one */
  replace(
    id: number,
    name: string,
    definition: Definition,
    version: number | undefined,
  ): Promise<Change<Named<Definition>>>;
  /** Refused while something uses it. It can be restored for a time: see docs/retention.md. */
  remove(id: number, version: number | undefined, by: Remover): Promise<NamedRemoval>;
}
