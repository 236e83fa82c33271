import type { ModemStatus } from '../../domain/routes/route.ts';

/** A SIM with at least this many parts left of its limits counts as a SIM without limits. */
const PLENTY = 100;
/** dBm: a signal is good from GOOD_DBM on, and barely works at POOR_DBM. */
const GOOD_DBM = -85;
const POOR_DBM = -105;
const POOR = 0.5;
/** Abroad a part costs more, and takes longer. */
const ROAMING = 0.5;

/** How good a choice a route is apart from its speed: above 0, at most 1. A carrier always has 1. */
export const weightOf = (modem: ModemStatus | undefined): number =>
  modem === undefined
    ? 1
    : quotaOf(modem.simLimitLeft) * signalOf(modem.signalDbm) * (modem.avoidsRoaming ? ROAMING : 1);

const quotaOf = (left: number | undefined): number =>
  left === undefined ? 1 : Math.min(1, Math.max(1, left) / PLENTY);

const signalOf = (dbm: number | undefined): number => {
  if (dbm === undefined) return 1;
  const quality = (dbm - POOR_DBM) / (GOOD_DBM - POOR_DBM);
  return POOR + (1 - POOR) * Math.min(1, Math.max(0, quality));
};
