import { setTimeout as wait } from 'node:timers/promises';
import type { DemoClient } from './demo-client.ts';
import type { DemoStage } from './demo-stage.ts';

const PLACE = { lat: 49.116, lon: -1.09 };
const FIRST_NAMES = ['Anna', 'Bruno', 'Chloe', 'Denis', 'Emma', 'Farid', 'Gwen', 'Hugo', 'Ines', 'Jean'];
/** Every fourth reads English. */
const ENGLISH_EVERY = 4;

/** Two thousand people on both banks of the Vire, as a file that an import takes. */
const fileOf = (numbers: readonly string[]): string => {
  const rows = numbers.map((number, index) => {
    // A spiral around the bridge: it looks like a town, and is the same each time.
    const [turn, far] = [index * 2.4, 0.0006 * Math.sqrt(index)];
    const [lat, lon] = [PLACE.lat + far * Math.sin(turn), PLACE.lon + 1.5 * far * Math.cos(turn)];
    const name = FIRST_NAMES[index % FIRST_NAMES.length];
    const language = index % ENGLISH_EVERY === 0 ? 'en' : 'fr';
    return `${number},${name},${language},${lat.toFixed(5)},${lon.toFixed(5)},50000,oui`;
  });
  return ['number,name,language,latitude,longitude,code postal,consent', ...rows, ''].join('\n');
};

const FLOOD = {
  defaultLanguage: 'fr',
  variants: [
    {
      language: 'fr',
      text: "Quittez les rives de la Vire et montez a l'etage MAINTENANT : crue, secteur {place}. Prefecture. Repondez 1 si vous etes en securite, 2 pour de l'aide.",
      short: "Crue, {place} : montez a l'etage MAINTENANT. Prefecture.",
    },
    {
      language: 'en',
      text: 'Leave the banks of the Vire and go upstairs NOW: flood, {place}. Prefecture. Reply 1 if you are safe, 2 if you need help.',
      short: 'Flood, {place}: go upstairs NOW. Prefecture.',
    },
  ],
};

const flood = (list: number, area: number) => ({
  kind: 'live',
  severity: 'extreme',
  priority: 'critical',
  content: FLOOD,
  values: { place: 'Saint-Lo' },
  audience: { include: [{ list }], within: [{ area }] },
  validFor: 'PT2H',
  question: {
    answers: [
      { word: '1', meaning: 'safe' },
      { word: '2', meaning: 'help' },
    ],
    openFor: 'PT2H',
  },
});

interface Made {
  readonly id: number;
}

/**
 * Leaves in the store what a town would have prepared on a quiet day, and one alert to all of its people that is under
 * way: whoever signs in to the console finds something to look at and to try.
 */
export const leaveTown = async (client: DemoClient, numbers: readonly string[]): Promise<void> => {
  const list = await client.post<Made>('/v1/lists', { name: 'Riverains de la Vire', kind: 'emergency' });
  await client.post<Made>('/v1/lists', { name: "Lettre d'information", kind: 'information' });
  const job = await client.upload<Made>(`/v1/imports?list=${list.id}`, 'text/csv', fileOf(numbers));
  await client.until<{ state: string }>(`/v1/imports/${job.id}`, ({ state }) => state === 'done');
  const { lat, lon } = PLACE;
  const town = await client.post<Made>('/v1/areas', {
    name: 'Saint-Lo, les deux rives',
    shape: { circle: { lat, lon, radiusKm: 8 } },
  });
  await client.post<Made>('/v1/areas', {
    name: 'Rive nord',
    shape: {
      polygon: [
        [lat, lon - 0.06],
        [lat, lon + 0.06],
        [lat + 0.04, lon + 0.06],
        [lat + 0.04, lon - 0.06],
        [lat, lon - 0.06],
      ],
    },
  });
  await client.post<Made>('/v1/templates', { name: 'Crue, monter a l’etage', content: FLOOD });
  const scenario = await client.post<Made>('/v1/scenarios', {
    name: 'Crue de la Vire',
    ...flood(list.id, town.id),
  });
  await client.post<Made>('/v1/scenarios', {
    name: 'Exercice : crue de la Vire',
    ...flood(list.id, town.id),
    kind: 'exercise',
  });
  const { hash } = await client.post<{ hash: string }>(`/v1/scenarios/${scenario.id}/preview`, {});
  await client.post(`/v1/scenarios/${scenario.id}/launch`, { hash });
};

const ANSWERS_AFTER_MS = 8000;
const SAFE = 24;
const CRIES = ['2', "De l'aide, nous sommes 3 sur le toit"];

/** What some of the people write back once they have the alert: most are safe, and two need help. */
export const answerAlert = async (
  { carriers }: Pick<DemoStage, 'carriers'>,
  numbers: readonly string[],
  signal: AbortSignal,
): Promise<void> => {
  await wait(ANSWERS_AFTER_MS, undefined, { signal });
  const texts = [...CRIES, ...Array.from({ length: SAFE }, () => '1')];
  for (const [index, text] of texts.entries()) {
    const from = numbers[index]?.slice(1) ?? '';
    await carriers.b.sendInbound({ from, to: '38002', text, systemId: 'tocsin' });
  }
};
