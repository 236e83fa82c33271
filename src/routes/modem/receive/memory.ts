import { fieldsOf } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { ModemSettings } from '../device/profile.ts';

export interface MemoryUse {
  readonly name: string;
  readonly used: number;
  readonly total: number;
}

/** The memories that are set, in the order of AT+CPMS: read from, written to, received into (TS 27.005 3.2.2). */
export const readMemories = async (channel: AtChannel): Promise<readonly MemoryUse[]> => {
  const fields = fieldsOf((await channel.run('AT+CPMS?')).lines, '+CPMS') ?? [];
  const memories: MemoryUse[] = [];
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [name = '', used, total] = fields.slice(at, at + 3);
    memories.push({ name, used: Number(used) || 0, total: Number(total) || 0 });
  }
  return memories;
};

/** Makes `memory` the one that is read from and deleted from; what arrives goes where it went. */
export const readFrom = async (channel: AtChannel, memory: string): Promise<boolean> =>
  (await channel.run(`AT+CPMS="${memory}"`)).kind === 'ok';

/**
 * The memories that each argument of AT+CPMS may name, by the modem's own word (TS 27.005 3.2.2): for reading, for
 * writing, for receiving; fewer where it takes fewer, none where it doesn't say.
 */
const offeredMemories = (lines: readonly string[]): readonly (readonly string[])[] => {
  const said = fieldsOf(lines, '+CPMS') ?? [];
  const [all = ''] = said;
  // Wavecom has one more pair of parentheses around everything.
  const lists =
    said.length === 1 && all.startsWith('((') ? fieldsOf([`+CPMS:${all.slice(1, -1)}`], '+CPMS') : said;
  return (lists ?? []).map((list) => list.match(/\w+/g) ?? []);
};

/** Status reports and broadcasts have memories of their own besides (TS 27.005 3.1). */
const FOR_MESSAGES: readonly string[] = ['SM', 'ME', 'MT'];

/**
 * What to try, best first: what is wanted, where the modem offers it; else what it offers to receive into and to read
 * from; at last what it doesn't offer, for some say less than they do. Where the memory that receives now will do, no
 * other is tried: what lies in it would never be read.
 */
const inOrder = (
  wanted: readonly (string | undefined)[],
  offered: readonly (readonly string[])[],
): ReadonlySet<string> => {
  const named = wanted.filter((memory) => memory !== undefined);
  const serving = (offered[0] ?? []).filter(
    (memory) => FOR_MESSAGES.includes(memory) && offered.at(-1)?.includes(memory),
  );
  const fit = offered.length === 0 ? named : named.filter((memory) => serving.includes(memory));
  return new Set([...(fit.length > 0 ? fit : serving), ...named]);
};

/** Sees that messages are read from where they are received into; undefined if the modem won't say where that is. */
export const chooseMemory = async (
  channel: AtChannel,
  { storage, storageArguments }: ModemSettings,
): Promise<string | undefined> => {
  const offered = offeredMemories((await channel.run('AT+CPMS=?')).lines);
  const receiving = (await readMemories(channel)).at(-1)?.name;
  const places = Math.min(storageArguments, offered.length || storageArguments);
  for (const memory of inOrder([storage === 'keep' ? receiving : storage, receiving], offered)) {
    // Nothing of ours is written there: any memory will do for that.
    const forWriting = offered[1]?.includes(memory) === false ? offered[1][0] : memory;
    const names = [memory, forWriting ?? memory, memory].slice(0, places);
    const all = names.map((name) => `"${name}"`).join(',');
    if ((await channel.run(`AT+CPMS=${all}`)).kind === 'ok') return memory;
    if (memory === receiving && (await readFrom(channel, memory))) return memory;
  }
  return undefined;
};
