import { describe, expect, test } from 'vitest';
import { areaXml, capXml, infoXml, later } from '../../support/triggers/cap-documents.ts';
import { CapRig } from '../../support/triggers/cap-rig.ts';

describe('a gateway that is killed in the middle of a CAP message', () => {
  const cases = [
    ['an alert', ['create', 'launch'], async () => {}],
    [
      'an update',
      ['update', 'create'],
      async (rig: CapRig) => {
        await rig.take(capXml());
      },
    ],
  ] as const;
  const wider = infoXml({ areas: areaXml() + areaXml('<circle>44,1 5</circle>') });

  test.each(
    cases.flatMap(([what, , before]) =>
      [1, 2, 3].flatMap((step) => [true, false].map((after) => ({ what, step, after, before }))),
    ),
  )(
    'sends $what once after a restart (killed at step $step, step done: $after)',
    async ({ what, step, after, before }) => {
      const rig = new CapRig();
      await before(rig);
      const document = what === 'an alert' ? capXml() : later({ msgType: 'Update', infos: wider });
      const done = rig.alerts.steps.length;
      rig.alerts.endsAt = { step: done + step, after };
      await rig.take(document).catch(() => {});
      rig.restart();
      await rig.intake.resume((_id, error) => {
        throw error;
      });
      await rig.take(document);
      const waves = [...rig.alerts.kept.keys()].map((id) => rig.alerts.textsOf(id).length);
      const out = waves.filter((count) => count > 0);
      expect(out).toEqual(what === 'an alert' ? [1] : [2, 1]);
      expect(await rig.repositories.openCaps()).toEqual([]);
    },
  );
});
