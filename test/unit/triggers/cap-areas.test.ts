import { describe, expect, test } from 'vitest';
import type { Advance } from '../../../src/domain/triggers/alert-maker.ts';
import { areaXml, capXml, infoXml } from '../../support/triggers/cap-documents.ts';
import { bind, CapRig } from '../../support/triggers/cap-rig.ts';

describe('the areas of a CAP alert', () => {
  const audience = async (areas: string, launch: Advance = 'launch') => {
    const { take, alerts } = bind(new CapRig(launch));
    const outcome = await take(capXml({ infos: infoXml({ areas }) }));
    if (typeof outcome === 'string') throw new Error(outcome);
    return { include: alerts.draft(1).audience.include, ...outcome.made[0] };
  };
  const geocode = (name: string, value: string) =>
    `<geocode><valueName>${name}</valueName><value>${value}</value></geocode>`;

  test('are polygons, circles, postal codes and areas that the gateway knows by name', async () => {
    const { include, holds } = await audience(
      areaXml('<circle>43.6,1.44 2.5</circle>') +
        areaXml(geocode('CodePostal', '31000')) +
        areaXml(geocode('INSEE', '31555')),
    );
    expect(include).toEqual([
      { shape: { circle: { lat: 43.6, lon: 1.44, radiusKm: 2.5 } } },
      { shape: { postalCodes: ['31000'] } },
      { area: 7 },
    ]);
    expect(holds).toEqual([]);
  });

  test.each([
    ['there is none', '', /no geometry/],
    ['it is only described', areaXml(''), /no geometry/],
    ['its geocode is unknown', areaXml(geocode('SAME', '006037')), /no area of ours is called "SAME:006037"/],
    ['it is a point', areaXml('<circle>43.6,1.44 0</circle>'), /a circle of/],
    ['it goes round the world', areaXml('<polygon>0,-170 0,170 10,170 0,-170</polygon>'), /date line/],
  ])('select nobody, never everybody, when the area is unusable: %s', async (_what, areas, why) => {
    const { include, state, holds } = await audience(areas);
    expect(include).toEqual([]);
    expect(state).toBe('draft');
    expect(holds?.join('; ')).toMatch(why);
  });

  test('hold the alert back as a draft when one area is unknown, since its people would be missing', async () => {
    const { include, state } = await audience(areaXml() + areaXml(geocode('SAME', '006037')));
    expect(include).toHaveLength(1);
    expect(state).toBe('draft');
  });

  test('are the polygon or circle alone if a geocode in the same area names that place again', async () => {
    const { state } = await audience(areaXml(`<circle>43.6,1.44 2.5</circle>${geocode('SAME', '006037')}`));
    expect(state).toBe('sending');
  });
});

describe('two infos in one language in a CAP alert', () => {
  test('with the same content make one alert', async () => {
    const { take, alerts } = bind(new CapRig());
    expect(await take(capXml({ infos: infoXml() + infoXml() }))).toMatchObject({ made: [{ alert: 1 }] });
    expect(alerts.kept.size).toBe(1);
  });

  test('with the same content for two areas, or for two codes of one area, make one alert for all areas', async () => {
    const { take, alerts } = bind(new CapRig());
    const coded = (value: string) =>
      areaXml(`<circle>44,1 1</circle><geocode><valueName>CP</valueName><value>${value}</value></geocode>`);
    await take(capXml({ infos: infoXml({ areas: coded('1') }) + infoXml({ areas: coded('2') }) }));
    expect(alerts.kept.size).toBe(1);
    expect(alerts.draft(1).audience.include).toHaveLength(1);
    const two =
      infoXml({ areas: areaXml('<circle>43,1 1</circle>', 'Sud') }) + infoXml({ areas: coded('2') });
    await take(capXml({ identifier: 'crue-2', infos: two }));
    expect(alerts.kept.size).toBe(2);
    expect(alerts.draft(2).audience.include).toHaveLength(2);
  });

  test('for different places make two alerts, each in its languages', async () => {
    const { take, alerts } = bind(new CapRig());
    const north = areaXml('<circle>44,1 1</circle>', 'Nord');
    const south = areaXml('<circle>43,1 1</circle>', 'Sud');
    const infos = [
      infoXml({ headline: 'Crue au nord', areas: north }),
      infoXml({ headline: 'Crue au sud', areas: south }),
      infoXml({ language: 'en', headline: 'Flood in the north', areas: north }),
    ];
    await take(capXml({ infos: infos.join('') }));
    const seen = [...alerts.kept.values()].map(({ draft }) => [
      draft.title,
      draft.content.variants.map(({ language }) => language),
      draft.audience.include.length,
    ]);
    expect(seen).toEqual([
      ['Crue au nord', ['fr', 'en'], 1],
      ['Crue au sud', ['fr'], 1],
    ]);
  });
});
