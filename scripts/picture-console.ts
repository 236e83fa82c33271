/**
 * Writes a picture of every page of the console, with the data of a town in the middle of a flood: at three widths, light
 * and dark. Or the pictures of the README, or those of the operators' guide in both languages.
 *
 *   node scripts/picture-console.ts --only alerts --lang fr --out /tmp/pictures
 *   node scripts/picture-console.ts --readme
 *   node scripts/picture-console.ts --guide --only now,cases
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildConsole } from './lib/console/build-console.ts';
import { type Look, looks, Photographer } from './lib/console/pictures/photographer.ts';
import { Scene } from './lib/console/pictures/scene.ts';
import { forReadme, shots } from './lib/console/pictures/shots.ts';
import { takeGuide } from './lib/console/pictures/take-guide.ts';

const { values } = parseArgs({
  options: {
    /** Only the pages whose names begin with one of these: rooms, such as now,alerts, or single pages. */
    only: { type: 'string', default: '' },
    /** Only this width, such as 390. */
    width: { type: 'string' },
    scheme: { type: 'string' },
    lang: { type: 'string', default: 'en' },
    out: { type: 'string' },
    readme: { type: 'boolean', default: false },
    guide: { type: 'boolean', default: false },
  },
});
const language = values.lang === 'fr' ? 'fr' : 'en';
const README: Look = { width: 1280, height: 800, scheme: 'light' };
const PICTURES = join(import.meta.dirname, '../docs/pictures');
const isChosen = ({ name }: { readonly name: string }): boolean =>
  values.only.split(',').some((start) => name.startsWith(start));

await buildConsole();
const scene = await Scene.open();

const takeReadme = async (): Promise<readonly string[]> => {
  const photographer = new Photographer(scene.rig, 'en');
  for (const shot of forReadme(scene))
    await photographer.take(shot, README, join(PICTURES, `${shot.name}.png`), { wholePage: false });
  return photographer.failed;
};

const takePages = async (out: string): Promise<readonly string[]> => {
  const photographer = new Photographer(scene.rig, language);
  await mkdir(out, { recursive: true });
  for (const look of looks) {
    if (values.width !== undefined && look.width !== Number(values.width)) continue;
    if (values.scheme !== undefined && look.scheme !== values.scheme) continue;
    for (const shot of shots(scene).filter(isChosen))
      await photographer.take(shot, look, join(out, `${shot.name}-${look.width}-${look.scheme}.png`));
  }
  return photographer.failed;
};

const take = (): Promise<readonly string[]> => {
  if (values.readme) return takeReadme();
  if (values.guide) return takeGuide(scene, values.out ?? join(PICTURES, 'guide'), isChosen);
  return takePages(values.out ?? '/tmp/tocsin-console');
};

try {
  const failed = await take();
  for (const line of failed) console.error(line);
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  await scene.close();
}
// A window or a route that is still open must not keep the process.
process.exit();
