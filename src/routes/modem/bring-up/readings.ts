import { type AtAnswer, fieldsOf } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { ModemSettings } from '../device/profile.ts';
import { isBusy } from './sim-busy.ts';

/** What a modem tells beside what sending needs; undefined for what it doesn't tell. */
export interface Readings {
  /** Reference signal received power (dBm) and quality (dB) of LTE or 5G. */
  rsrp: number | undefined;
  rsrq: number | undefined;
  /** Degrees Celsius: the hottest place that the modem measures. */
  temperature: number | undefined;
  /** The number of the SIM. */
  ownNumber: string | undefined;
  /** Commands that are not sent again on this line: the modem refused them, kept silent, or told all there is. */
  readonly settled: Set<string>;
}

export const noReadings = (): Readings => ({
  rsrp: undefined,
  rsrq: undefined,
  temperature: undefined,
  ownNumber: undefined,
  settled: new Set(),
});

/**
 * The longest wait for an answer that sending doesn't need, in ms. A modem that doesn't know a command and keeps silent
 * holds up the messages that long, once.
 */
const READING_MS = 2000;

/** The value of a field that is on a scale of numbers: `base` + number × `step`; undefined if it isn't known. */
const onScale = (field: string | undefined, most: number, base: number, step: number): number | undefined => {
  if (field === undefined || !/^\d+$/.test(field)) return undefined;
  const number = Number(field);
  return number <= most ? base + number * step : undefined;
};

const plain = (field: string | undefined): number | undefined =>
  field !== undefined && /^-\d+(\.\d+)?$/.test(field) ? Number(field) : undefined;

interface Quality {
  readonly rsrp: number | undefined;
  readonly rsrq: number | undefined;
}

/** The readers of answers that tell RSRP and RSRQ, by the prefix of the answer. */
const QUALITY: Readonly<Record<string, (fields: readonly string[]) => Quality>> = {
  // TS 27.007 8.69: rxlev, ber, rscp, ecno, rsrq, rsrp; on 5G then ss_rsrq, ss_rsrp, ss_sinr. Each number stands for a
  // step of the scale, and 255 for a value that isn't known.
  '+CESQ': ([, , , , rsrq, rsrp, ssRsrq, ssRsrp]) => ({
    rsrp: onScale(ssRsrp, 126, -157, 1) ?? onScale(rsrp, 97, -141, 1),
    rsrq: onScale(ssRsrq, 126, -43.5, 0.5) ?? onScale(rsrq, 34, -20, 0.5),
  }),
  // Quectel: the access technology, then for LTE rssi, rsrp, sinr, rsrq, and for 5G rsrp, sinr, rsrq.
  '+QCSQ': ([technology = '', ...values]) => {
    const [rsrp, , rsrq] = technology.includes('NR5G') ? values : values.slice(1);
    return /LTE|CAT-M|CAT-NB|eMTC|NBIoT|NR5G/i.test(technology)
      ? { rsrp: plain(rsrp), rsrq: plain(rsrq) }
      : { rsrp: undefined, rsrq: undefined };
  },
  // Huawei: the technology, then for LTE rssi, rsrp, sinr, rsrq on the scales of TS 27.007 8.69.
  '^HCSQ': ([technology, , rsrp, , rsrq]) =>
    technology === 'LTE'
      ? { rsrp: onScale(rsrp, 97, -141, 1), rsrq: onScale(rsrq, 34, -20, 0.5) }
      : { rsrp: undefined, rsrq: undefined },
};

/** Asks one of the commands that a modem may not know; undefined if it tells nothing. */
const ask = async (
  channel: AtChannel,
  command: string,
  { settled }: Readings,
): Promise<AtAnswer | undefined> => {
  if (settled.has(command)) return undefined;
  const answer = await channel.run(command, { timeoutMs: READING_MS });
  if (answer.kind === 'ok' && answer.lines.length > 0) return answer;
  if (!isBusy(answer)) settled.add(command);
  return undefined;
};

/** Reads RSRP, RSRQ and the temperature, as the profile says how. */
export const readReadings = async (
  channel: AtChannel,
  { quality, temperature }: ModemSettings,
  readings: Readings,
): Promise<void> => {
  readings.rsrp = undefined;
  readings.rsrq = undefined;
  for (const command of quality) {
    const answer = await ask(channel, command, readings);
    if (answer === undefined) continue;
    Object.assign(readings, qualityOf(answer.lines));
    break;
  }
  if (temperature === null) return;
  const answer = await ask(channel, temperature.command, readings);
  readings.temperature = answer && temperatureOf(answer.lines, temperature);
};

const qualityOf = (lines: readonly string[]): Quality => {
  for (const [prefix, read] of Object.entries(QUALITY)) {
    const fields = fieldsOf(lines, prefix);
    if (fields !== undefined) return read(fields);
  }
  return { rsrp: undefined, rsrq: undefined };
};

/** Modems write one of these for a sensor that they don't have: nothing that works is that cold or that hot. */
const COLDEST = -60;
const HOTTEST = 150;

const temperatureOf = (
  lines: readonly string[],
  { numbers, divideBy }: NonNullable<ModemSettings['temperature']>,
): number | undefined => {
  const values = [...lines.join('\n').matchAll(numbers)]
    .map((match) => Number(match[1]) / divideBy)
    .filter((value) => value > COLDEST && value < HOTTEST);
  return values.length === 0 ? undefined : Math.max(...values);
};

/**
 * Reads the SIM's own number (TS 27.007 7.1), once: a SIM doesn't change its number. Many SIMs don't have it.
 */
export const readOwnNumber = async (channel: AtChannel, readings: Readings): Promise<void> => {
  const answer = await ask(channel, 'AT+CNUM', readings);
  const [, number = '', type] = fieldsOf(answer?.lines ?? [], '+CNUM') ?? [];
  if (!/^\+?\d{3,15}$/.test(number)) return;
  // A number of type 145 is international, with or without its plus sign (TS 24.008 10.5.4.7).
  readings.ownNumber = type === '145' && !number.startsWith('+') ? `+${number}` : number;
  readings.settled.add('AT+CNUM');
};
