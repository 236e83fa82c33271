import { parentPort, workerData } from 'node:worker_threads';
import type { CalendarRead, CalendarSpan } from './calendar.ts';
import { parseCalendar } from './parse-calendar.ts';

/** The thread that reads one calendar, says what it read, and ends. */
const { text, span } = workerData as { readonly text: string; readonly span: CalendarSpan };
const read = (): CalendarRead => {
  try {
    return { kind: 'read', calendar: parseCalendar(text, span) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', reason: `the calendar can not be read: ${why.slice(0, 200)}` };
  }
};
parentPort?.postMessage(read());
