import { fieldsOf } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { ModemSettings } from '../device/profile.ts';
import { chooseMemory } from '../receive/memory.ts';

/** What was agreed with the modem about messages. */
export interface MessageService {
  /** AT+CSMS=1 took: what comes has to be acknowledged with AT+CNMA. */
  readonly acknowledges: boolean;
  /** The memory that messages are read from; undefined if the modem wouldn't say. */
  readonly memory: string | undefined;
  /** The arguments of AT+CNMI that it took; undefined: the memory has to be polled. */
  readonly indications: string | undefined;
  /** What AT+CNMI? says of them; something else, later, says that the modem began anew meanwhile. */
  readonly indicationsSaid: string;
  /** The service centre that the SIM names. */
  readonly serviceCentre: string | undefined;
}

/** A cold SIM fails AT+CSCA? for seconds. */
const CSCA_TRIES = 5;
const CSCA_RETRY_MS = 2000;

/**
 * Asks for indications before there is a network: reports that waited for the modem come as soon as it has one, and
 * are thrown away where nobody has asked for them (TS 27.005 3.4.1).
 *
 * @returns whether the modem took one; some don't before the PIN
 */
export const listenEarly = async (channel: AtChannel, settings: ModemSettings): Promise<boolean> => {
  await channel.run('AT+CSMS=1');
  return (await climbIndications(channel, settings.cnmi)) !== undefined;
};

/** Sets the modem up for messages in PDU mode; undefined if it refuses PDU mode or falls mute. */
export const setUpMessages = async (
  channel: AtChannel,
  settings: ModemSettings,
): Promise<MessageService | undefined> => {
  // Asked before, but a modem that began anew since then gives a bare ERROR, which blames nobody.
  await channel.run('AT+CMEE=1');
  await channel.run('AT+CSMS=1');
  const service = await channel.run('AT+CSMS?');
  const acknowledges = fieldsOf(service.lines, '+CSMS')?.[0] === '1';
  const mode = await channel.run('AT+CMGF=0');
  if (mode.kind !== 'ok') return undefined;
  const memory = await chooseMemory(channel, settings);
  const indications = await climbIndications(channel, settings.cnmi);
  const indicationsSaid = await readIndications(channel);
  const serviceCentre = await readServiceCentre(channel);
  return { acknowledges, memory, indications, indicationsSaid, serviceCentre };
};

/** `(0-2),(0,1)` as the values that each argument may have; undefined for what isn't written so. */
const parseRanges = (fields: readonly string[]): readonly ReadonlySet<number>[] =>
  fields.map((field) => {
    const values = new Set<number>();
    for (const [, from, to] of field.matchAll(/(\d)(?:\s*-\s*(\d))?/g)) {
      for (let value = Number(from); value <= Number(to ?? from); value++) values.add(value);
    }
    return values;
  });

const climbIndications = async (
  channel: AtChannel,
  ladder: readonly string[],
): Promise<string | undefined> => {
  const ranges = parseRanges(fieldsOf((await channel.run('AT+CNMI=?')).lines, '+CNMI') ?? []);
  const offered = (rung: string) =>
    rung.split(',').every((value, index) => ranges[index]?.has(Number(value)) ?? ranges.length === 0);
  // What the modem says it takes first; then the rest, for some say less than they do.
  const order = [...ladder.filter(offered), ...ladder.filter((rung) => !offered(rung))];
  for (const rung of order) {
    if ((await channel.run(`AT+CNMI=${rung}`)).kind === 'ok') return rung;
  }
  return undefined;
};

export const readIndications = async (channel: AtChannel): Promise<string> =>
  (await channel.run('AT+CNMI?')).lines.join(' ');

/** The service centre that the SIM names (TS 27.005 3.3.1). */
export const readServiceCentre = async (channel: AtChannel): Promise<string | undefined> => {
  for (let i = 0; i < CSCA_TRIES; i++) {
    const answer = await channel.run('AT+CSCA?');
    if (answer.kind === 'ok') return fieldsOf(answer.lines, '+CSCA')?.[0] || undefined;
    await channel.pause(CSCA_RETRY_MS);
  }
  return undefined;
};
