import type { Config } from '../../config/schema.ts';

const becomes = {
  draft: 'becomes a draft',
  approve: 'is submitted for approval',
  launch: 'is launched, unless something holds it',
} as const;

/** Lines for the command `check`: which triggers launch alerts without an operator. */
export const describeTriggers = ({ cap, triggers }: Config): string[] => {
  const { alertmanager, brake, cellBroadcast, sms, webhooks } = triggers;
  const signed = cap.certificate === undefined ? 'unsigned ones too' : 'only signed ones';
  const lines = [
    `  a CAP message ${becomes[cap.launch]}; from ${cap.senders?.join(', ') ?? 'any sender'}, ${signed}; at most ${cap.maxParts} parts`,
    ...cap.feeds.map(({ url, every }) => `  the feed ${url} is read every ${every / 1000} s`),
  ];
  for (const { labels, scenario } of alertmanager) {
    const when = Object.entries(labels).map(([name, wanted]) => `${name} ${wanted.join(' or ')}`);
    lines.push(
      `  an alarm of Alertmanager${when.length === 0 ? '' : ` with ${when.join(', ')}`} launches "${scenario}"`,
    );
  }
  for (const { name, rules } of webhooks) {
    const scenarios = rules.map(({ scenario }) => `"${scenario}"`).join(' or ');
    lines.push(`  an event at /v1/triggers/${name} launches ${scenarios}`);
  }
  for (const { kinds, scenario } of cellBroadcast)
    lines.push(`  a cell broadcast of ${kinds.join(' or ')} makes a draft of "${scenario}"`);
  if (sms !== undefined) {
    if (sms.phones.length > 0) {
      lines.push(
        `  ${sms.phones.join(', ')} may launch by SMS: ${sms.words.join(' or ')}, a scenario, a code`,
      );
    }
    if (sms.requests !== undefined) {
      const { phones, words, perHour } = sms.requests;
      const who = ['users who may prepare alerts', ...phones].join(', ');
      lines.push(
        `  ${who} may ask for an alert by SMS, ${perHour} times an hour each: ${words.join(' or ')}, a scenario, its values`,
      );
    }
  }
  const minutes = brake.within / 60_000;
  lines.push(
    `  the storm brake lets ${brake.perMinute} a minute pass, and the same ${brake.identical === 1 ? 'once' : `${brake.identical} times`} within ${minutes} min`,
  );
  return lines;
};
