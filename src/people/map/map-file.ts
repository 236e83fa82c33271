import { open, stat } from 'node:fs/promises';
import type { Log } from '../../kernel/log.ts';
import { identityOf, type ReadMap, readMapAndIdentity } from './base-map.ts';

/** Which octets of a file are wanted, the last one included. */
export interface Octets {
  readonly first: number;
  readonly last: number;
}

/** A file as it is at one time. */
export interface FileNow {
  readonly etag: string;
  readonly octets: number;
}

type Piece<Refused> =
  | { readonly piece: Buffer; readonly range: Octets; readonly file: FileNow }
  | { readonly refused: Refused; readonly file: FileNow }
  | { readonly fault: string }
  | { readonly isChanging: true };

/** The strong ETag of a file's octets: it names the file and when it was written. */
const etagOf = (identity: string): string => `"${identity}"`;

/** The configured file of the map. A file that was put in its place is seen at the next request. */
export class MapFile {
  readonly #file: string;
  readonly #log: Pick<Log, 'warn'>;
  #last: { readonly read: ReadMap; readonly identity: string | undefined };

  /** Reads the file at once, so that what is wrong with it is in the log of the start. */
  constructor(file: string, log: Pick<Log, 'warn'>) {
    this.#file = file;
    this.#log = log;
    this.#last = this.#readAgain();
  }

  /** The map as it is now, and the ETag of its file. */
  async now(): Promise<ReadMap & { readonly fileEtag: string }> {
    const identity = await stat(this.#file, { bigint: true }).then(identityOf, () => undefined);
    if (identity === undefined || identity !== this.#last.identity) this.#last = this.#readAgain();
    return { ...this.#last.read, fileEtag: etagOf(this.#last.identity ?? 'none') };
  }

  /**
   * Some octets of an archive of tiles. `choose` decides by what the file is at that moment; what it chose is read from
   * the same open file, which is looked at once more afterwards: no answer has octets of two files.
   */
  async read<Refused>(
    choose: (file: FileNow) => Octets | { readonly refused: Refused },
  ): Promise<Piece<Refused>> {
    const now = await this.now();
    if (!('tiles' in now)) return { fault: 'fault' in now ? now.fault : 'is GeoJSON, which has no tiles' };
    let handle: Awaited<ReturnType<typeof open>>;
    try {
      handle = await open(this.#file, 'r');
    } catch (error) {
      return { fault: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
    }
    try {
      const before = await handle.stat({ bigint: true });
      const file = { etag: etagOf(identityOf(before)), octets: Number(before.size) };
      // It was swapped since it was looked at: nobody has seen yet whether the new one is fit.
      if (file.etag !== now.fileEtag) return { isChanging: true };
      const chosen = choose(file);
      if ('refused' in chosen) return { refused: chosen.refused, file };
      const piece = Buffer.alloc(chosen.last - chosen.first + 1);
      const { bytesRead } = await handle.read(piece, 0, piece.length, chosen.first);
      const after = identityOf(await handle.stat({ bigint: true }));
      if (bytesRead < piece.length || etagOf(after) !== file.etag) return { isChanging: true };
      return { piece, range: chosen, file };
    } catch (error) {
      return { fault: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
    } finally {
      await handle.close();
    }
  }

  #readAgain(): { readonly read: ReadMap; readonly identity: string | undefined } {
    const next = readMapAndIdentity(this.#file);
    const before = this.#last?.read;
    if (
      'fault' in next.read &&
      !(before !== undefined && 'fault' in before && before.fault === next.read.fault)
    )
      this.#log.warn(
        { file: this.#file, why: next.read.fault },
        'the map of the configuration can not be shown',
      );
    return next;
  }
}
