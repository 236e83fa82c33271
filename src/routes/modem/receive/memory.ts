import { fieldsOf } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { ModemSettings } from '../device/profile.ts';

/**
 * The longest wait for AT+CPMS in ms: a BGS2T takes up to 35 s after its start, and any octet meanwhile breaks the
 * command off (BGS2T AT Command Set, page 390).
 */
const CPMS = { timeoutMs: 40_000 };

/** The part of a channel that work on the memories needs. */
export type Commands = Pick<AtChannel, 'run'>;

export interface MemoryUse {
  readonly name: string;
  readonly used: number;
  readonly total: number;
}

/** The memories in use, in the order of AT+CPMS: for reading, writing and receiving (TS 27.005 3.2.2). */
export const readMemories = async (channel: Commands): Promise<readonly MemoryUse[]> => {
  const fields = fieldsOf((await channel.run('AT+CPMS?', CPMS)).lines, '+CPMS') ?? [];
  const memories: MemoryUse[] = [];
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [name = '', used, total] = fields.slice(at, at + 3);
    memories.push({ name, used: Number(used) || 0, total: Number(total) || 0 });
  }
  return memories;
};

/** Selects the memory for reading and deleting; the memory for receiving stays as it is. */
export const readFrom = async (channel: Commands, memory: string): Promise<boolean> =>
  (await channel.run(`AT+CPMS="${memory}"`, CPMS)).kind === 'ok';

/**
 * The memories that the modem offers for each argument of AT+CPMS: reading, writing, receiving (TS 27.005 3.2.2). The
 * list is shorter if the modem takes fewer arguments, and empty if the modem doesn't tell its memories.
 */
const offeredMemories = (lines: readonly string[]): readonly (readonly string[])[] => {
  const said = fieldsOf(lines, '+CPMS') ?? [];
  const [all = ''] = said;
  // Wavecom modems add a pair of parentheses around the whole list.
  const lists =
    said.length === 1 && all.startsWith('((') ? fieldsOf([`+CPMS:${all.slice(1, -1)}`], '+CPMS') : said;
  return (lists ?? []).map((list) => list.match(/\w+/g) ?? []);
};

/** Memories for messages; status reports and broadcasts have others (TS 27.005 3.1). */
const FOR_MESSAGES: readonly string[] = ['SM', 'ME', 'MT'];

/**
 * The memories to try, the best first: the wanted ones that the modem offers for both reading and receiving, or if
 * there are none, others that it offers for both. Then come the wanted ones that it doesn't offer, since some modems
 * offer less than they accept. If a wanted memory is offered, no unwanted one is tried: otherwise the messages in the
 * memory that receives might never be read.
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

/**
 * Makes the modem read messages from the memory that receives them; returns its name, or undefined if the modem
 * doesn't tell it.
 */
export const chooseMemory = async (
  channel: Commands,
  { storage, storageArguments }: ModemSettings,
): Promise<string | undefined> => {
  const offered = offeredMemories((await channel.run('AT+CPMS=?', CPMS)).lines);
  const receiving = (await readMemories(channel)).at(-1)?.name;
  const places = Math.min(storageArguments, offered.length || storageArguments);
  for (const memory of inOrder([storage === 'keep' ? receiving : storage, receiving], offered)) {
    // The gateway stores no messages in the modem, so any memory will do for writing.
    const forWriting = offered[1]?.includes(memory) === false ? offered[1][0] : memory;
    const names = [memory, forWriting ?? memory, memory].slice(0, places);
    const all = names.map((name) => `"${name}"`).join(',');
    if ((await channel.run(`AT+CPMS=${all}`, CPMS)).kind === 'ok') return memory;
    if (memory === receiving && (await readFrom(channel, memory))) return memory;
  }
  return undefined;
};
