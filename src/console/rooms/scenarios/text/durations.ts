import { parseIsoDuration } from '../../../../kernel/iso-duration.ts';

export const units = ['minutes', 'hours', 'days'] as const;
export type Unit = (typeof units)[number];

const UNIT_MS: Readonly<Record<Unit, number>> = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

/** An ISO duration as a number with the largest unit that fits; seconds are shown as parts of a minute. */
export const amountOf = (iso: string): { readonly amount: number; readonly unit: Unit } => {
  const ms = parseIsoDuration(iso) ?? 0;
  const unit = (['days', 'hours'] as const).find((one) => ms > 0 && ms % UNIT_MS[one] === 0) ?? 'minutes';
  return { amount: ms / UNIT_MS[unit], unit };
};

export const isoOf = (amount: number, unit: Unit): string => {
  if (unit === 'days') return `P${amount}D`;
  return unit === 'hours' ? `PT${amount}H` : `PT${amount}M`;
};

export const secondsOf = (iso: string): number => (parseIsoDuration(iso) ?? 0) / 1000;
