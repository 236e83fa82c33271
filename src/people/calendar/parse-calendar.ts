import ICAL from 'ical.js';
import { instantOf } from '../../kernel/local-time.ts';
import { isTimeZone } from '../../kernel/time-zone.ts';
import { type Calendar, type CalendarPeriod, type CalendarSpan, MOST_PERIODS } from './calendar.ts';

/** How many times an event may repeat from its beginning on, such as daily for 27 years. */
const MOST_REPEATS = 10_000;
const MOST_EVENTS = 5000;
const MOST_PROBLEMS = 100;
const MOST_ATTENDEES = 20;
const SHOWN = 80;

/**
 * Reads a calendar (RFC 5545). A hostile rule of repetition can keep the parser busy for ever, so this runs in a thread
 * that can be ended.
 * @throws Error if the text is no calendar
 */
export const parseCalendar = (text: string, span: CalendarSpan): Calendar => {
  const root = new ICAL.Component(ICAL.parse(text));
  if (root.name !== 'vcalendar') throw new Error('it has no VCALENDAR');
  const components = root.getAllSubcomponents('vevent');
  if (components.length > MOST_EVENTS) throw new Error(`it has more than ${MOST_EVENTS} events`);
  const zones = new Map(
    root
      .getAllSubcomponents('vtimezone')
      .map((zone) => [String(zone.getFirstPropertyValue('tzid')), new ICAL.Timezone(zone)] as const),
  );
  const reader = new Reader(span, zones);
  const byUid = Map.groupBy(components, (one) => String(one.getFirstPropertyValue('uid') ?? ''));
  for (const [uid, events] of byUid) reader.read(uid, events);
  return { uids: [...byUid.keys()], periods: reader.periods, problems: reader.problems };
};

class Reader {
  readonly periods: CalendarPeriod[] = [];
  readonly problems: string[] = [];
  readonly #span: CalendarSpan;
  readonly #zones: ReadonlyMap<string, ICAL.Timezone>;

  constructor(span: CalendarSpan, zones: ReadonlyMap<string, ICAL.Timezone>) {
    this.#span = span;
    this.#zones = zones;
  }

  /** Reads all components of one UID: the event, and its occurrences that were changed (RECURRENCE-ID). */
  read(uid: string, components: readonly ICAL.Component[]): void {
    const [changed, whole] = [
      components.filter((one) => one.hasProperty('recurrence-id')),
      components.filter((one) => !one.hasProperty('recurrence-id')),
    ];
    const [master] = whole;
    try {
      if (master === undefined) for (const one of changed) this.#once(uid, new ICAL.Event(one));
      else this.#event(uid, new ICAL.Event(master, { exceptions: [...changed], strictExceptions: false }));
    } catch (error) {
      this.#problem(uid, error instanceof Error ? error.message : String(error));
    }
  }

  #event(uid: string, event: ICAL.Event): void {
    if (!event.isRecurring()) {
      this.#once(uid, event);
      return;
    }
    if (isCancelled(event)) return;
    const iterator = event.iterator();
    for (let count = 0; ; count++) {
      const next = iterator.next();
      if (!next) return;
      if (count >= MOST_REPEATS) {
        this.#problem(uid, `it repeats more than ${MOST_REPEATS} times: the rest is left out`);
        return;
      }
      // An occurrence may have been moved, so those of a day before and after the span are looked at too.
      if (this.#momentOf(next, tzidOf(event)) > this.#span.toMs + 86_400_000) return;
      const { item, startDate, endDate } = event.getOccurrenceDetails(next);
      if (!this.#add(uid, item, startDate, endDate)) return;
    }
  }

  #once(uid: string, event: ICAL.Event): void {
    if (event.startDate === null) throw new Error('it has no DTSTART');
    this.#add(uid, event, event.startDate, event.endDate);
  }

  /** False if there are too many. */
  #add(uid: string, event: ICAL.Event, start: ICAL.Time, end: ICAL.Time): boolean {
    if (isCancelled(event)) return true;
    const tzid = tzidOf(event);
    const from = this.#momentOf(start, tzid);
    const to = this.#momentOf(end, tzid);
    if (to <= this.#span.fromMs || from > this.#span.toMs || to <= from) return true;
    if (this.periods.length >= MOST_PERIODS) {
      this.#problem(uid, `the calendar has more than ${MOST_PERIODS} times: the rest is left out`);
      return false;
    }
    const summary = (event.summary ?? '').trim().slice(0, 200);
    this.periods.push({ uid, from, to, summary, attendees: attendeesOf(event.component) });
    return true;
  }

  #momentOf(time: ICAL.Time, tzid: string | undefined): number {
    const { year, month, day, hour, minute } = time;
    if (time.zone === ICAL.Timezone.utcTimezone) return time.toUnixTime() * 1000;
    const local = { year, month, day, hour: time.isDate ? 0 : hour, minute: time.isDate ? 0 : minute };
    const { timeZone } = this.#span;
    if (tzid === undefined || time.isDate) return instantOf(timeZone, local);
    // The rules of this machine are newer than those that a calendar brings along.
    if (isTimeZone(tzid)) return instantOf(tzid, local);
    const zone = this.#zones.get(tzid);
    if (zone !== undefined) return ICAL.Time.fromData({ ...local, second: 0 }, zone).toUnixTime() * 1000;
    this.#problem(tzid, `this time zone is not known: its times are read as those of ${timeZone}`);
    return instantOf(timeZone, local);
  }

  #problem(what: string, why: string): void {
    const problem = `${what.slice(0, SHOWN)}: ${why}`;
    if (this.problems.length < MOST_PROBLEMS && !this.problems.includes(problem)) this.problems.push(problem);
  }
}

const isCancelled = ({ component }: ICAL.Event): boolean =>
  String(component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED';

const tzidOf = ({ component }: ICAL.Event): string | undefined => {
  const tzid = component.getFirstProperty('dtstart')?.getParameter('tzid');
  return typeof tzid === 'string' ? tzid : undefined;
};

const attendeesOf = (component: ICAL.Component): readonly string[] =>
  component
    .getAllProperties('attendee')
    .slice(0, MOST_ATTENDEES)
    .flatMap((property) => {
      const name = property.getParameter('cn');
      const address = String(property.getFirstValue() ?? '').replace(/^mailto:/i, '');
      return [typeof name === 'string' ? name : '', address];
    })
    .filter((text) => text !== '')
    .map((text) => text.slice(0, 200));
