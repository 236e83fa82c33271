import { fieldsOf } from './at-answer.ts';
import type { AtChannel } from './at-channel.ts';
import type { ModemSettings } from './profile.ts';

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

/** Sees that messages are read from where they are received into; undefined if the modem won't say where that is. */
export const chooseMemory = async (
  channel: AtChannel,
  { storage, storageArguments }: ModemSettings,
): Promise<string | undefined> => {
  const receiving = (await readMemories(channel)).at(-1)?.name;
  const memory = storage === 'keep' ? receiving : storage;
  if (memory === undefined) return undefined;
  const all = Array.from({ length: storageArguments }, () => `"${memory}"`).join(',');
  if ((await channel.run(`AT+CPMS=${all}`)).kind === 'ok') return memory;
  return receiving !== undefined && (await readFrom(channel, receiving)) ? receiving : undefined;
};
