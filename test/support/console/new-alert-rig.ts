import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { AlertClient } from '../alerts/alert-client.ts';
import type { ConfigInput } from '../gateway/gateway.ts';
import { ConsoleRig, PASSWORD, type RigOptions } from './console-rig.ts';

/** Somebody who uses the API with a session, as a page does. */
export class PersonOnApi {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  private constructor(url: string, headers: Record<string, string>) {
    this.#url = url;
    this.#headers = headers;
  }

  static async signIn(url: string, name: string): Promise<PersonOnApi> {
    const response = await fetch(`${url}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, password: PASSWORD }),
    });
    const { csrf } = (await response.json()) as { csrf: string };
    const cookie = (response.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
    return new PersonOnApi(url, { cookie, 'x-csrf-token': csrf });
  }

  /** @throws Error with the answer, if it is no success */
  async call<T>(method: string, path: string, body?: unknown, version?: number): Promise<T> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...this.#headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

interface Scenario {
  readonly id: number;
  readonly version: number;
}

const flood = {
  defaultLanguage: 'fr',
  placeholders: {},
  variants: [
    {
      language: 'fr',
      text: "Préfecture : crue de la Garonne, {place}. Montez à l'étage maintenant, valable jusqu'à {until}.",
      short: "Crue, {place} : montez à l'étage.",
    },
    {
      language: 'en',
      text: 'Prefecture: Garonne flood, {place}. Go upstairs now, holds until {until}.',
      short: 'Flood, {place}: go upstairs.',
    },
  ],
};

/** A console with a carrier, a list, two scenarios, an operator (Anna) and an approver (Bea). */
export class NewAlertRig {
  readonly rig: ConsoleRig;
  readonly smsc: Smsc;
  readonly api: AlertClient;
  readonly bea: PersonOnApi;
  readonly list: number;
  readonly scenario: Scenario;

  private constructor(all: Pick<NewAlertRig, 'rig' | 'smsc' | 'api' | 'bea' | 'list' | 'scenario'>) {
    this.rig = all.rig;
    this.smsc = all.smsc;
    this.api = all.api;
    this.bea = all.bea;
    this.list = all.list;
    this.scenario = all.scenario;
  }

  /** @param people of the list; every third speaks English, and the last one Italian */
  static async start(
    people: number,
    config: Partial<ConfigInput> = {},
    options: RigOptions = {},
  ): Promise<NewAlertRig> {
    const smsc = await Smsc.start();
    const rig = await ConsoleRig.start(
      {
        sender: 'PREFECTURE',
        timeZone: 'Europe/Paris',
        alerts: {
          twoPersons: 'live',
          testNumbers: ['+33639989990'],
          price: { perPart: 0.045, currency: 'EUR' },
        },
        routes: [
          { id: 'orange', type: 'smpp', host: '127.0.0.1', port: smsc.port, systemId: 'tocsin', rate: 500 },
        ],
        ...config,
      },
      options,
    );
    const api = AlertClient.of(rig.gateway.api);
    await rig.person('Anna', { role: 'operator', phone: '+33639980901' });
    await rig.person('Bea', { role: 'approver', phone: '+33639980902' });
    const bea = await PersonOnApi.signIn(rig.gateway.url, 'Bea');
    const list = await api.call<{ id: number }>('POST', '/v1/lists', {
      name: 'Rive nord',
      kind: 'emergency',
    });
    for (let index = 0; index < people; index++) await addPerson(api, list.id, index, people);
    const scenario = await api.call<Scenario>('POST', '/v1/scenarios', {
      name: 'Crue Garonne, rive nord',
      title: 'Crue Garonne',
      kind: 'live',
      severity: 'severe',
      content: flood,
      values: { place: 'quai nord' },
      audience: { include: [{ list: list.id }] },
      validFor: 'PT2H',
    });
    await bea.call('POST', `/v1/scenarios/${scenario.id}/approve`, {}, scenario.version);
    await api.untilRoute('orange', 'up');
    return new NewAlertRig({ rig, smsc, api, bea, list: list.id, scenario });
  }

  /** One more person in the list. */
  join(index: number): Promise<void> {
    return addPerson(this.api, this.list, index, index + 1);
  }

  /** Makes a scenario whose place is given at the launch, and has Bea approve it. */
  async openScenario(name: string, own: object = {}): Promise<Scenario> {
    const scenario = await this.api.call<Scenario>('POST', '/v1/scenarios', {
      name,
      kind: 'live',
      severity: 'severe',
      content: flood,
      bounds: { place: { oneOf: ['la gare', 'le port'] } },
      audience: { include: [{ list: this.list }] },
      validFor: 'PT2H',
      ...own,
    });
    await this.bea.call('POST', `/v1/scenarios/${scenario.id}/approve`, {}, scenario.version);
    return scenario;
  }

  /** The alerts in this state, newest first. */
  async alerts(
    state: string,
  ): Promise<readonly { id: number; version: number; title: string; kind: string }[]> {
    const { items } = await this.api.call<{
      items: { id: number; version: number; title: string; kind: string }[];
    }>('GET', `/v1/alerts?state=${state}`);
    return items;
  }

  async stop(): Promise<void> {
    try {
      await this.rig.stop();
    } finally {
      await this.smsc.close();
    }
  }
}

const addPerson = async (api: AlertClient, list: number, index: number, people: number): Promise<void> => {
  const number = `+33639981${String(index).padStart(3, '0')}`;
  const language = index === people - 1 && people > 2 ? 'it' : index % 3 === 0 ? 'en' : 'fr';
  await api.call('POST', '/v1/contacts', { number, language });
  await api.call('PUT', `/v1/lists/${list}/members/${encodeURIComponent(number)}`, {
    consentSource: 'registre',
  });
};
