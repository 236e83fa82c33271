import { type LocalTime, localTimeAt } from '../../kernel/local-time.ts';

const two = (value: number): string => String(value).padStart(2, '0');
const dayOf = ({ day, month }: LocalTime): string => `${two(day)}/${two(month)}`;

/** A moment as people on duty read it: `18:00`, or `27/11 08:00` on another day. */
export const untilText = (timeZone: string, atMs: number, nowMs: number): string => {
  const local = localTimeAt(timeZone, atMs);
  const time = `${two(local.hour)}:${two(local.minute)}`;
  return dayOf(local) === dayOf(localTimeAt(timeZone, nowMs)) ? time : `${dayOf(local)} ${time}`;
};
