import { vi } from 'vitest';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { AlertClient } from '../alerts/alert-client.ts';
import { capXml, infoXml } from '../triggers/cap-documents.ts';
import { ConsoleRig } from './console-rig.ts';

const NUMBERS = ['+33639985001', '+33639985002', '+33639985003'] as const;
const OURS = '+33639985100';
const ROTTEN = '+33639985003';
/** What comes from outside may be as long as this, in characters; what a person types has limits of its own. */
const LONG = 10_000;

/**
 * Writes a text of at most so many characters, another one each time. About `SMS` it writes what the gateway lets out:
 * without control characters.
 */
export type Writer = (most: number, about: string) => string;

interface Made {
  readonly id: number;
  readonly version: number;
}

/** A gateway that has something in every room, and the paths of all its pages. */
export class FullHouse {
  readonly rig: ConsoleRig;
  readonly smsc: Smsc;
  readonly paths: readonly string[];

  private constructor(rig: ConsoleRig, smsc: Smsc, paths: readonly string[]) {
    this.rig = rig;
    this.smsc = smsc;
    this.paths = paths;
  }

  /** Everything that the API takes as a text is written by `write`. Ada is an admin, Anna an operator. */
  static async start(write: Writer): Promise<FullHouse> {
    const smsc = await Smsc.start();
    const rig = await ConsoleRig.start({
      sender: 'PREFECTURE',
      country: 'FR',
      timeZone: 'Europe/Paris',
      webhooks: { allowPrivate: true },
      alerts: { recentlyAlerted: '0s' },
      routes: [
        { id: 'orange', type: 'smpp', host: '127.0.0.1', port: smsc.port, systemId: 'tocsin', rate: 500 },
        { id: 'nowhere', type: 'smpp', host: '127.0.0.1', port: 1, systemId: 'x' },
      ],
      alarms: { routeDownAfter: '1s' },
    });
    await rig.person('Ada', { role: 'admin', phone: '+33639985101' });
    await rig.person('Anna', { role: 'operator', phone: '+33639985102' });
    await rig.gateway.user('W'.repeat(64), 'viewer', '+33639985103');
    const api = AlertClient.of(rig.gateway.api);
    await api.untilRoute('orange', 'up');
    const furnished = await furnish(api, smsc, write);
    return new FullHouse(rig, smsc, furnished);
  }

  async stop(): Promise<void> {
    try {
      await this.rig.stop();
    } finally {
      await this.smsc.close();
    }
  }
}

const question = (write: Writer) => ({
  answers: [
    { word: '1', meaning: 'safe' },
    { word: '2', meaning: 'help' },
    { word: '3', meaning: write(40, 'meaning') },
  ],
  openFor: 'PT2H',
});

const contentOf = (write: Writer) => ({
  defaultLanguage: 'fr',
  variants: [
    { language: 'fr', text: `Crue : montez à l'étage. ${write(280, 'SMS')}`, short: "Montez à l'étage." },
    { language: 'en', text: `Flood: go upstairs. ${write(280, 'SMS')}` },
  ],
});

const furnish = async (api: AlertClient, smsc: Smsc, write: Writer): Promise<readonly string[]> => {
  const make = (path: string, body?: object): Promise<Made> => api.call<Made>('POST', path, body);
  const list = await make('/v1/lists', { name: write(100, 'list'), kind: 'emergency' });
  const contacts: Made[] = [];
  for (const number of NUMBERS) {
    const person = { name: write(200, 'person'), source: write(200, 'source'), language: 'fr' };
    const attributes = { building: write(200, 'building'), floor: 3 };
    const position = { lat: 43.6, lon: 1.4 };
    contacts.push(await make('/v1/contacts', { number, ...person, attributes, position }));
    await api.call('PUT', `/v1/lists/${list.id}/members/${encodeURIComponent(number)}`, {
      consentSource: write(200, 'consent'),
    });
  }
  const segment = await make('/v1/segments', {
    name: write(100, 'segment'),
    rule: { field: 'attributes.building', op: 'ne', value: write(300, 'value') },
  });
  const area = await make('/v1/areas', {
    name: write(100, 'area'),
    shape: { circle: { lat: 43.6, lon: 1.4, radiusKm: 2 } },
  });
  await make('/v1/opt-outs', { number: '+33639985090', evidence: write(500, 'evidence') });
  const roster = await make('/v1/rosters', {
    name: write(100, 'roster'),
    timeZone: 'Europe/Paris',
    people: [{ name: write(64, 'officer').slice(0, 64), phone: '+33639985091', language: 'fr' }],
    shifts: [{ everyDays: 7, start: '2026-01-05', at: '08:00', who: ['Ada'] }],
    fallback: ['Anna'],
  });
  const template = await make('/v1/templates', { name: write(100, 'template'), content: contentOf(write) });
  const plan = {
    content: contentOf(write),
    severity: 'severe',
    audience: { include: [{ list: list.id }] },
    question: question(write),
  };
  const scenario = await make('/v1/scenarios', {
    ...plan,
    ...{ name: write(100, 'scenario'), title: write(200, 'its title'), kind: 'live' },
  });
  await make('/v1/schedules', {
    ...{ name: write(100, 'schedule'), cron: '0 10 1 * *', timeZone: 'Europe/Paris' },
    ...{ scenario: scenario.id, exercise: true },
  });
  const drill = await make('/v1/drills', {
    ...{ name: write(40, 'drill'), cron: '0 10 1 * *', timeZone: 'Europe/Paris', numbers: [NUMBERS[0]] },
    text: `EXERCISE ${write(200, 'SMS')}`,
  });
  await make('/v1/keywords', { word: 'ABRI', reply: write(300, 'SMS') });
  const hook = await make('/v1/webhooks', {
    ...{ name: write(100, 'hook'), url: `http://127.0.0.1:1/${'w'.repeat(1900)}`, events: ['alert'] },
  });

  const draft = await make('/v1/alerts', { ...plan, kind: 'live', title: write(200, 'draft') });
  smsc.misbehave({ undeliverable: new Set([ROTTEN]) });
  const alert = await api.create({ ...plan, title: write(200, 'alert'), from: OURS });
  await api.launch(alert.id);
  await api.untilAlert(alert.id, ({ state }) => state === 'completed');
  await make(`/v1/alerts/${alert.id}/notes`, { text: write(1900, 'SMS') });
  // A phone may send so many parts an hour that it has room for one text of this length.
  const [first, second] = NUMBERS;
  await smsc.sendInbound({ from: first, to: OURS, text: `2 ${write(LONG, 'cry')}`, systemId: 'tocsin' });
  await smsc.sendInbound({ from: second, to: OURS, text: write(LONG, 'chatter'), systemId: 'tocsin' });
  await smsc.sendInbound({
    from: write(11, 'from'),
    to: OURS,
    text: write(LONG, 'bill'),
    systemId: 'tocsin',
  });
  await vi.waitFor(() => api.call('POST', '/v1/cases/1/note', { text: write(400, 'SMS') }), 30_000);
  const exercise = await api.create({ ...plan, kind: 'exercise', title: write(200, 'exercise') });
  await api.launch(exercise.id, { again: true });
  await make(`/v1/drills/${drill.id}/run`);
  await take(api, write);
  const job = await api.call<Made>('POST', '/v1/imports?dryRun=true', csvOf(write), {
    headers: { 'content-type': 'text/csv' },
  });
  const { items } = await api.call<{ items: { id: string }[] }>('GET', '/v1/messages?limit=1');
  const { items: caps } = await api.call<{ items: { id: number }[] }>('GET', '/v1/cap/messages?limit=1');
  return [
    '/',
    '/alerts',
    '/alerts/schedules',
    '/alerts/delegations',
    '/alerts/new',
    '/alerts/new/text',
    `/alerts/new/${draft.id}`,
    `/alerts/new/scenario/${scenario.id}`,
    '/alerts/scenarios',
    '/alerts/scenarios/new',
    `/alerts/scenarios/${scenario.id}`,
    `/alerts/scenarios/${scenario.id}/edit`,
    '/alerts/templates',
    '/alerts/templates/new',
    `/alerts/templates/${template.id}`,
    `/alerts/${draft.id}`,
    `/alerts/${alert.id}`,
    `/alerts/${alert.id}/report`,
    `/alerts/${exercise.id}`,
    `/alerts/${exercise.id}/report`,
    '/people',
    '/people/contacts/new',
    `/people/contacts/${contacts[0]?.id}`,
    '/people/lists',
    `/people/lists/${list.id}`,
    '/people/segments',
    `/people/segments/${segment.id}`,
    '/people/areas',
    `/people/areas/${area.id}`,
    '/people/import',
    `/people/import/${job.id}`,
    '/people/opt-outs',
    '/people/dead',
    '/people/reach',
    '/inbox',
    '/inbox/cases/1',
    '/inbox/messages',
    '/inbox/keywords',
    '/inbox/duty',
    `/inbox/duty/${roster.id}`,
    '/drills',
    '/drills/new',
    `/drills/${drill.id}`,
    `/drills/${drill.id}/runs/1`,
    '/routes',
    '/routes/orange',
    '/messages',
    '/messages/new',
    `/messages/${items[0]?.id}`,
    `/messages?number=${encodeURIComponent(NUMBERS[0])}`,
    `/messages?alert=${alert.id}`,
    '/settings',
    '/settings/account',
    '/settings/users',
    `/settings/users/${'W'.repeat(64)}`,
    '/settings/tokens',
    '/settings/webhooks',
    `/settings/webhooks/${hook.id}`,
    '/settings/alarms',
    '/settings/triggers',
    `/settings/triggers/cap/${caps[0]?.id}`,
    '/settings/configuration',
    '/settings/retention',
    '/settings/audit',
    '/guide',
    '/guide/all',
  ];
};

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const csvOf = (write: Writer): string =>
  ['number,name', `+33639985060,"${write(LONG, 'row').replaceAll('"', '""')}"`, 'nonsense,x'].join('\n');

/** A warning that another authority publishes. */
const take = async (api: AlertClient, write: Writer): Promise<void> => {
  const sent = new Date(Date.now() - 60_000).toISOString().replace(/\.\d+Z/, '+00:00');
  const expires = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z/, '+00:00');
  const infos = infoXml({
    ...{ expires, headline: xml(write(LONG, 'headline')), description: xml(write(LONG, 'description')) },
    ...{ event: xml(write(LONG, 'event')), senderName: xml(write(LONG, 'sender')) },
  });
  await api.call('POST', '/v1/cap', capXml({ sent, infos }), {
    headers: { 'content-type': 'application/cap+xml' },
  });
};
