import { keyOf, type TileKey } from './pick.ts';
import { BadArchive } from './read/limits.ts';

interface Weighed {
  readonly points: number;
  readonly isCut: boolean;
}

export interface StoreOptions<Tile extends Weighed> {
  readonly load: (key: TileKey, signal: AbortSignal) => Promise<Tile>;
  /** Something came, or could not be read. */
  readonly onChange: () => void;
  /** A tile could not be had; the bad ones are not asked for again. */
  readonly onFailure: (error: unknown) => void;
}

const AT_ONCE = 6;
const MOST_KEPT = 160;
/** A point of a path has about 12 octets, and what holds it some more. */
const OCTETS_OF_POINT = 24;
const OCTETS_OF_TILE = 4096;
const MOST_OCTETS_KEPT = 48 * 1024 * 1024;
/** Tiles that could not be fetched are asked for again after this. */
const AGAIN_MS = 5000;

const octetsOf = ({ points }: Weighed): number => OCTETS_OF_TILE + points * OCTETS_OF_POINT;

/** Tiles that maps on the page want: fetched few at a time, given up when nobody wants them any more, and kept. */
export class TileStore<Tile extends Weighed> {
  readonly #options: StoreOptions<Tile>;
  /** The one that was used last is at the end. */
  readonly #kept = new Map<string, Tile>();
  readonly #wanted = new Map<object, readonly TileKey[]>();
  readonly #flying = new Map<string, AbortController>();
  readonly #bad = new Set<string>();
  readonly #later = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #octets = 0;

  constructor(options: StoreOptions<Tile>) {
    this.#options = options;
  }

  /** `good`: nothing failed so far; `bad`: no tile could be read. */
  get state(): 'good' | 'partial' | 'bad' {
    if (this.#bad.size > 0 && this.#kept.size === 0) return 'bad';
    return this.#bad.size + this.#later.size > 0 || this.#hasCut() ? 'partial' : 'good';
  }

  /** What one map shows now; an empty list: it shows nothing any more. */
  want(owner: object, keys: readonly TileKey[]): void {
    if (keys.length === 0) this.#wanted.delete(owner);
    else this.#wanted.set(owner, keys);
    const all = new Set([...this.#wanted.values()].flat().map(keyOf));
    for (const [key, controller] of this.#flying) {
      if (all.has(key)) continue;
      controller.abort();
      this.#flying.delete(key);
    }
    if (this.#wanted.size === 0) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#later.clear();
    }
    this.#fetchSome();
  }

  get(key: TileKey): Tile | undefined {
    const name = keyOf(key);
    const tile = this.#kept.get(name);
    if (tile === undefined) return undefined;
    this.#kept.delete(name);
    this.#kept.set(name, tile);
    return tile;
  }

  #hasCut(): boolean {
    return [...this.#wanted.values()].flat().some((key) => this.#kept.get(keyOf(key))?.isCut);
  }

  #fetchSome(): void {
    for (const key of [...this.#wanted.values()].flat()) {
      if (this.#flying.size >= AT_ONCE) return;
      const name = keyOf(key);
      if (this.#kept.has(name) || this.#flying.has(name) || this.#bad.has(name) || this.#later.has(name))
        continue;
      void this.#fetch(key, name);
    }
  }

  async #fetch(key: TileKey, name: string): Promise<void> {
    const controller = new AbortController();
    this.#flying.set(name, controller);
    try {
      const tile = await this.#options.load(key, controller.signal);
      if (controller.signal.aborted) return;
      this.#keep(name, tile);
    } catch (error) {
      if (controller.signal.aborted) return;
      if (error instanceof BadArchive) this.#bad.add(name);
      else this.#tryLater(name);
      this.#options.onFailure(error);
    }
    this.#flying.delete(name);
    this.#options.onChange();
    this.#fetchSome();
  }

  #tryLater(name: string): void {
    this.#later.add(name);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#later.clear();
      this.#fetchSome();
    }, AGAIN_MS);
  }

  #keep(name: string, tile: Tile): void {
    this.#kept.set(name, tile);
    this.#octets += octetsOf(tile);
    for (const [oldest, other] of this.#kept) {
      if (oldest === name || (this.#kept.size <= MOST_KEPT && this.#octets <= MOST_OCTETS_KEPT)) return;
      this.#kept.delete(oldest);
      this.#octets -= octetsOf(other);
    }
  }
}
