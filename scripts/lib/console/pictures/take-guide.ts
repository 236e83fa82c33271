import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeItGoesOut, type GuideShot, whileItGoesOut } from './guide-shots.ts';
import { Photographer } from './photographer.ts';
import type { Scene } from './scene.ts';

/** Higher than what any of the pictures is of. */
const HEIGHT = 3000;
/** Of one picture: all of them come with the console. */
const MOST_OCTETS = 90_000;
const languages = ['en', 'fr'] as const;

/**
 * Writes the pictures of the operators' guide, in both languages, of the same moment.
 * @returns what could not be taken, or is too large
 */
export const takeGuide = async (
  scene: Scene,
  out: string,
  isChosen: (shot: GuideShot) => boolean,
): Promise<readonly string[]> => {
  await mkdir(out, { recursive: true });
  const photographers = languages.map(
    (language) => ({ language, photographer: new Photographer(scene.rig, language) }) as const,
  );
  const large: string[] = [];
  const take = async (shots: readonly GuideShot[]): Promise<void> => {
    for (const shot of shots.filter(isChosen))
      for (const { language, photographer } of photographers) {
        const file = join(out, `${shot.name}-${language}.png`);
        await photographer.take(shot, { width: shot.width, height: HEIGHT, scheme: 'light' }, file);
        const { size } = await stat(file).catch(() => ({ size: 0 }));
        if (size > MOST_OCTETS) large.push(`${file}: has ${size} octets, more than ${MOST_OCTETS}`);
      }
  };
  await take(whileItGoesOut(scene));
  await scene.calmDown();
  await take(beforeItGoesOut(scene));
  return [...photographers.flatMap(({ photographer }) => photographer.failed), ...large];
};
