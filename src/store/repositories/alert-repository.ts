import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import {
  countRange,
  endOfRange,
  inOtherWaves,
  isUntouched,
  peopleBefore,
  queuedBefore,
} from '../queries/alerts/alert-people.ts';
import {
  alertLaunchedWith,
  alertLog,
  alertsIn,
  alertsThatWentOut,
  getAlert,
  listAlerts,
  meaningAtLaunch,
  openWaves,
  wavesOf,
} from '../queries/alerts/alerts.ts';
import { alertsToEnd, dueAlerts, expiredAlerts } from '../queries/alerts/due-alerts.ts';
import { launchedAlerts } from '../queries/alerts/launched-alerts.ts';
import { longQueued } from '../queries/alerts/long-queued.ts';
import type { Queries } from '../tables/tables.ts';
import type { Channel } from '../thread/channel.ts';

/** The repository of alerts. */
export const alertRepository = (db: Queries, writer: Channel): AlertRepository => ({
  createAlert: (draft, actor, nowMs, authors = [], event) =>
    writer.call('createAlert', draft, actor, nowMs, authors, event),
  getAlert: (id) => getAlert(db, id),
  alertLaunchedWith: (key, sinceMs) => alertLaunchedWith(db, key, sinceMs),
  listAlerts: (state, page) => listAlerts(db, state, page),
  alertsToEnd: (nowMs) => alertsToEnd(db, nowMs),
  alertsThatWentOut: (limit) => alertsThatWentOut(db, limit),
  launchedAlerts: (filter, page) => launchedAlerts(db, filter, page),
  alertsIn: (states) => alertsIn(db, states),
  dueAlerts: (nowMs) => dueAlerts(db, nowMs),
  expiredAlerts: (states, nowMs) => expiredAlerts(db, states, nowMs),
  waves: (alert) => wavesOf(db, alert),
  meaningAtLaunch: (alert) => meaningAtLaunch(db, alert),
  openWaves: () => openWaves(db),
  alertLog: (alert) => alertLog(db, alert),
  logAlert: (alert, entry) => writer.call('logAlert', alert, entry),
  stepAlert: (step) => writer.call('stepAlert', step),
  storeChunk: (chunk) => writer.call('storeChunk', chunk),
  longQueued: (wave, lanes, afterId, limit) => longQueued(db, wave, lanes, afterId, limit),
  storeShortTexts: (texts) => writer.call('storeShortTexts', texts),
  peopleBefore: (wave, after, limit) => peopleBefore(db, wave, after, limit),
  inOtherWaves: (wave, numbers) => inOtherWaves(db, wave, numbers),
  queuedBefore: (wave, lanes, limit) => queuedBefore(db, wave, lanes, limit),
  withdraw: (wave, lanes, reason, nowMs) => writer.call('withdraw', wave, lanes, reason, nowMs),
  endOfRange: (alert, afterId, size) => endOfRange(db, alert, afterId, size),
  countRange: (alert, afterId, untilId) => countRange(db, alert, afterId, untilId),
  isUntouched: (alert, afterId, untilId) => isUntouched(db, alert, afterId, untilId),
});
