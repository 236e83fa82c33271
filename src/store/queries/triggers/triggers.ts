import type { TriggerRepositories } from '../../../domain/triggers/trigger-repositories.ts';
import type { Queries } from '../../tables/tables.ts';
import { capSupersededBy, findCap, getCap, listCaps, openCaps, putCap, supersedeCap } from './cap.ts';
import { feedMark, forgetEntries, keepEntry, knownEntries, markFeed } from './feeds.ts';
import {
  clearLaunchTries,
  countWrongCode,
  keepLaunch,
  launchCodesOf,
  launchTries,
  listPhoneCodes,
  useLaunchCode,
} from './launch-codes.ts';
import { closeTriggerEvent, findTriggerEvent } from './trigger-events.ts';

/** The repository of `src/triggers/`. */
export const triggerRepositories = (
  db: Queries,
  replaceCodes: TriggerRepositories['replaceCodes'],
): TriggerRepositories => ({
  capMessage: (sender, identifier) => findCap(db, sender, identifier),
  capById: (id) => getCap(db, id),
  keepCap: (record) => putCap(db, record),
  openCaps: () => openCaps(db),
  listCaps: (page) => listCaps(db, page),
  supersedeCap: (sender, identifier, kind, by) => supersedeCap(db, sender, identifier, kind, by),
  capSupersededBy: (sender, identifier, kind) => capSupersededBy(db, sender, identifier, kind),

  feedMark: (url) => feedMark(db, url),
  markFeed: (url, mark) => markFeed(db, url, mark),
  knownEntries: (url, entries, nowMs) => knownEntries(db, url, entries, nowMs),
  keepEntry: (url, entry, nowMs) => keepEntry(db, url, entry, nowMs),
  forgetEntries: (beforeMs) => forgetEntries(db, beforeMs),

  triggerEvent: (trigger, identity) => findTriggerEvent(db, trigger, identity),
  closeTriggerEvent: (trigger, identity) => closeTriggerEvent(db, trigger, identity),

  replaceCodes,
  codesOf: (phone) => launchCodesOf(db, phone),
  useCode: (id, by, nowMs) => useLaunchCode(db, id, by, nowMs),
  keepLaunch: (id, alert) => keepLaunch(db, id, alert),
  tries: (phone) => launchTries(db, phone),
  countWrong: (phone, most, lockedUntilMs) => countWrongCode(db, phone, most, lockedUntilMs),
  clearTries: (phone) => clearLaunchTries(db, phone),
  phoneCodes: () => listPhoneCodes(db),
});
