import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildConsole } from './lib/console/build-console.ts';
import { type Look, looks, Photographer } from './lib/console/pictures/photographer.ts';
import { Scene } from './lib/console/pictures/scene.ts';
import { forReadme, shots } from './lib/console/pictures/shots.ts';
import { takeGuide } from './lib/console/pictures/take-guide.ts';
import { oneOf, readFlags, wholeNumber } from './lib/read-flags.ts';

const USAGE = `Usage: node scripts/picture-console.ts [--only PAGE,PAGE] [--width N] [--scheme light|dark] [--lang en|fr] [--out FOLDER]
       node scripts/picture-console.ts --readme
       node scripts/picture-console.ts --guide [--only PAGE,PAGE] [--out FOLDER]
Writes a picture of every page of the console, with the data of a town in the middle of a flood, at three widths, light and
dark. Or the pictures of the README, or those of the operators' guide in both languages.
  --only  the pages whose names begin so: rooms, such as now,alerts, or single pages
`;
const flags = readFlags(
  USAGE,
  {
    options: {
      only: { type: 'string', default: '' },
      width: { type: 'string' },
      scheme: { type: 'string' },
      lang: { type: 'string', default: 'en' },
      out: { type: 'string' },
      readme: { type: 'boolean', default: false },
      guide: { type: 'boolean', default: false },
    },
  },
  ({ values }) => ({
    ...values,
    width: values.width === undefined ? undefined : wholeNumber('width', values.width, 1),
    scheme: values.scheme === undefined ? undefined : oneOf('scheme', values.scheme, ['light', 'dark']),
    lang: oneOf('lang', values.lang, ['en', 'fr']),
  }),
);
const README: Look = { width: 1280, height: 800, scheme: 'light' };
const PICTURES = join(import.meta.dirname, '../docs/pictures');
const isChosen = ({ name }: { readonly name: string }): boolean =>
  flags.only.split(',').some((start) => name.startsWith(start));

await buildConsole();
const scene = await Scene.open();

const takeReadme = async (): Promise<readonly string[]> => {
  const photographer = new Photographer(scene.rig, 'en');
  for (const shot of forReadme(scene))
    await photographer.take(shot, README, join(PICTURES, `${shot.name}.png`), { wholePage: false });
  return photographer.failed;
};

const takePages = async (out: string): Promise<readonly string[]> => {
  const photographer = new Photographer(scene.rig, flags.lang);
  await mkdir(out, { recursive: true });
  for (const look of looks) {
    if (flags.width !== undefined && look.width !== flags.width) continue;
    if (flags.scheme !== undefined && look.scheme !== flags.scheme) continue;
    for (const shot of shots(scene).filter(isChosen))
      await photographer.take(shot, look, join(out, `${shot.name}-${look.width}-${look.scheme}.png`));
  }
  return photographer.failed;
};

const take = (): Promise<readonly string[]> => {
  if (flags.readme) return takeReadme();
  if (flags.guide) return takeGuide(scene, flags.out ?? join(PICTURES, 'guide'), isChosen);
  return takePages(flags.out ?? '/tmp/tocsin-console');
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
