import { fieldsOf } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { ModemSettings } from '../device/profile.ts';
import { chooseMemory } from '../receive/memory.ts';

/** The settings for messages on which the gateway and the modem agreed. */
export interface MessageService {
  /** Whether AT+CSMS=1 was accepted. If so, incoming messages must be acknowledged with AT+CNMA. */
  readonly acknowledges: boolean;
  /** The memory to read messages from; undefined if the modem doesn't tell it. */
  readonly memory: string | undefined;
  /** The accepted arguments of AT+CNMI; undefined if the modem accepted none and its memory must be polled. */
  readonly indications: string | undefined;
  /** The answer of AT+CNMI? after the setup. A different answer later shows that the modem restarted. */
  readonly indicationsSaid: string;
  /** The service centre's address on the SIM. */
  readonly serviceCentre: string | undefined;
  /** Why cell broadcasts that are wanted don't come; undefined if they come, or none are wanted. */
  readonly noBroadcasts: string | undefined;
}

/** A SIM that was just powered up fails AT+CSCA? for some seconds. */
const CSCA_TRIES = 5;
const CSCA_RETRY_MS = 2000;

/**
 * Asks for indications (AT+CNMI) before there is a network: waiting status reports come as soon as there is a network,
 * and without indications they are lost (TS 27.005 3.4.1).
 *
 * @returns whether the modem accepted; some modems refuse before the PIN is entered
 */
export const listenEarly = async (channel: AtChannel, settings: ModemSettings): Promise<boolean> => {
  await channel.run('AT+CSMS=1');
  return (await climbIndications(channel, settings.cnmi)) !== undefined;
};

/** Sets up messages in PDU mode; undefined if the modem refuses PDU mode or doesn't answer. */
export const setUpMessages = async (
  channel: AtChannel,
  settings: ModemSettings,
  channels: string | undefined,
): Promise<MessageService | undefined> => {
  // AT+CMEE=1 was sent before, but a modem that restarted since would answer with a bare ERROR, which tells no cause.
  await channel.run('AT+CMEE=1');
  await channel.run('AT+CSMS=1');
  const service = await channel.run('AT+CSMS?');
  const acknowledges = settings.acknowledgeAlways || fieldsOf(service.lines, '+CSMS')?.[0] === '1';
  const mode = await channel.run('AT+CMGF=0');
  if (mode.kind !== 'ok') return undefined;
  // If the modem leaves PDU mode all the same, it then tells how long a text is (TS 27.005 3.4.1).
  await channel.run('AT+CSDH=1');
  const memory = await chooseMemory(channel, settings);
  const messagesOnly = await climbIndications(channel, settings.cnmi);
  const broadcasts = await listenToBroadcasts(channel, channels, messagesOnly);
  const indications = broadcasts.indications ?? messagesOnly;
  const indicationsSaid = await readIndications(channel);
  const serviceCentre = await readServiceCentre(channel);
  return { acknowledges, memory, indications, indicationsSaid, serviceCentre, noBroadcasts: broadcasts.why };
};

/** Parses `(0-2),(0,1)` into the values that each argument may have. */
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
  // The offered settings come first, then the others: some modems offer less than they accept.
  const order = [...ladder.filter(offered), ...ladder.filter((rung) => !offered(rung))];
  for (const rung of order) {
    if ((await channel.run(`AT+CNMI=${rung}`)).kind === 'ok') return rung;
  }
  return undefined;
};

/**
 * Chooses the cell broadcasts to receive, and asks for each as a line of its own: <bm> of AT+CNMI is 2 (TS 27.005
 * 3.3.4, 3.4.1). The messages come as before, also if the modem refuses.
 */
const listenToBroadcasts = async (
  channel: AtChannel,
  channels: string | undefined,
  indications: string | undefined,
): Promise<{ readonly indications?: string; readonly why?: string }> => {
  if (channels === undefined) return {};
  // Some modems want the schemes of coding too, and some refuse them.
  const chosen =
    (await channel.run(`AT+CSCB=0,"${channels}",""`)).kind === 'ok' ||
    (await channel.run(`AT+CSCB=0,"${channels}"`)).kind === 'ok';
  if (!chosen) return { why: 'the modem refuses AT+CSCB' };
  const [mode, mt, , ...rest] = (indications ?? '2,1,0,0,0').split(',');
  const wanted = [mode, mt, '2', ...rest].join(',');
  if ((await channel.run(`AT+CNMI=${wanted}`)).kind === 'ok') return { indications: wanted };
  if (indications !== undefined) await channel.run(`AT+CNMI=${indications}`);
  return { why: `the modem refuses AT+CNMI=${wanted}` };
};

export const readIndications = async (channel: AtChannel): Promise<string> =>
  (await channel.run('AT+CNMI?')).lines.join(' ');

/** Reads the service centre's address from the SIM (TS 27.005 3.3.1); undefined if it stays unreadable. */
export const readServiceCentre = async (channel: AtChannel): Promise<string | undefined> => {
  for (let i = 0; i < CSCA_TRIES; i++) {
    const answer = await channel.run('AT+CSCA?');
    if (answer.kind === 'ok') return fieldsOf(answer.lines, '+CSCA')?.[0] || undefined;
    await channel.pause(CSCA_RETRY_MS);
  }
  return undefined;
};
