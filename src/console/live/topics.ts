/** The first part of the keys of the queries that an event makes old, by the first part of the event's type. */
const TOPICS: Readonly<Record<string, readonly string[]>> = {
  alarm: ['alarms'],
  alert: ['alerts', 'schedules'],
  launch: ['alerts', 'schedules', 'scenarios'],
  answer: ['alerts', 'inbox'],
  case: ['cases'],
  inbox: ['inbox'],
  broadcast: ['inbox'],
  optout: ['opt-outs', 'people'],
  optin: ['opt-outs', 'people'],
  roster: ['rosters'],
  route: ['routes'],
  feed: ['triggers'],
  drill: ['drills'],
  act: ['pending-acts'],
  audit: ['audit'],
  webhook: ['webhooks'],
};

/**
 * Which queries an event makes old; all of them for `gap`, after which nothing that is shown can be trusted. Progress,
 * told each second, makes only the figures of its alert old (see live.tsx), and no list.
 */
export const topicsOf = (type: string): readonly string[] | 'all' => {
  if (type === 'gap') return 'all';
  return type === 'alert.progress' ? [] : (TOPICS[type.split('.', 1)[0] ?? ''] ?? []);
};
