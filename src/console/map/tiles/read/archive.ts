import {
  bytesToHeader,
  Compression,
  type Entry,
  findTile,
  type Header,
  TileType,
  zxyToTileId,
} from 'pmtiles';
import { directoryOf } from './directory.ts';
import { BadArchive, LIMITS } from './limits.ts';
import { unpack } from './unpack.ts';

/** Reads octets of the file, always the same file. */
export type ReadOctets = (
  offset: number,
  length: number,
  signal: AbortSignal | undefined,
) => Promise<ArrayBuffer>;

const HEADER_OCTETS = 127;
/** The header and the root directory are within so many octets. */
const START_OCTETS = 16_384;
/** Of all directories that are kept. */
const MOST_ENTRIES_KEPT = 200_000;

interface Start {
  readonly header: Header;
  readonly root: Entry[];
}

const isKnown = (code: Compression): boolean => code === Compression.Gzip || code === Compression.None;

/** An archive of PMTiles 3, read by ranges. What is in it is not trusted. */
export class Archive {
  readonly #octets: number;
  readonly #read: ReadOctets;
  #start: Promise<Start> | undefined;
  readonly #leaves = new Map<number, Entry[]>();

  constructor(octets: number, read: ReadOctets) {
    this.#octets = octets;
    this.#read = read;
  }

  /** A tile, unpacked; undefined: the archive has none there. @throws BadArchive */
  async tile(z: number, x: number, y: number, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    const { header, root } = await this.#begin();
    const id = zxyToTileId(z, x, y);
    let entries = root;
    for (let depth = 0; depth < LIMITS.depth; depth++) {
      const entry = findTile(entries, id);
      if (entry === null) return undefined;
      if (entry.runLength > 0)
        return this.#unpacked(
          header.tileDataOffset + entry.offset,
          entry.length,
          header.tileCompression,
          LIMITS.tile,
          signal,
        );
      entries = await this.#leaf(header, entry, signal);
    }
    throw new BadArchive('directories that lead to no tile');
  }

  /** Read once for all tiles, and again after a failure. It has no signal, since all wait for it. */
  #begin(): Promise<Start> {
    this.#start ??= this.#readStart().catch((error: unknown) => {
      this.#start = undefined;
      throw error;
    });
    return this.#start;
  }

  async #readStart(): Promise<Start> {
    const octets = await this.#read(0, Math.min(START_OCTETS, this.#octets), undefined);
    const magic = new TextDecoder('latin1').decode(octets.slice(0, 8));
    if (octets.byteLength < HEADER_OCTETS || magic !== 'PMTiles\u0003') throw new BadArchive('no PMTiles 3');
    const header = bytesToHeader(octets.slice(0, HEADER_OCTETS));
    const { rootDirectoryOffset: from, rootDirectoryLength: length } = header;
    if (
      header.tileType !== TileType.Mvt ||
      !isKnown(header.internalCompression) ||
      !isKnown(header.tileCompression)
    )
      throw new BadArchive('no vector tiles, or packed another way');
    if (!(from + length <= octets.byteLength)) throw new BadArchive('a root directory that is too far');
    const packed = new Uint8Array(octets.slice(from, from + length));
    const root =
      header.internalCompression === Compression.Gzip ? await unpack(packed, LIMITS.directory) : packed;
    return { header, root: directoryOf(root) };
  }

  async #leaf(header: Header, { offset, length }: Entry, signal: AbortSignal | undefined) {
    const kept = this.#leaves.get(offset);
    if (kept !== undefined) {
      this.#leaves.delete(offset);
      this.#leaves.set(offset, kept);
      return kept;
    }
    const from = header.leafDirectoryOffset + offset;
    const octets = await this.#unpacked(from, length, header.internalCompression, LIMITS.directory, signal);
    const entries = directoryOf(octets);
    this.#leaves.set(offset, entries);
    let sum = 0;
    for (const { length: count } of this.#leaves.values()) sum += count;
    for (const [oldest, { length: count }] of this.#leaves) {
      if (sum <= MOST_ENTRIES_KEPT || oldest === offset) break;
      this.#leaves.delete(oldest);
      sum -= count;
    }
    return entries;
  }

  async #unpacked(
    offset: number,
    length: number,
    compression: Compression,
    most: number,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array> {
    if (length === 0) return new Uint8Array();
    if (!(length <= LIMITS.packed && offset + length <= this.#octets))
      throw new BadArchive('a piece that is too long, or beyond the end');
    const packed = new Uint8Array(await this.#read(offset, length, signal));
    if (compression === Compression.Gzip) return unpack(packed, most);
    if (packed.length > most) throw new BadArchive(`more than ${most} octets`);
    return packed;
  }
}
