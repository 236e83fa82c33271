import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const MODULE = 'virtual:guide-pictures';
/** Of the root. */
const FOLDER = 'docs/pictures/guide';
/** Where the header of a PNG has its width and its height, each of four octets. */
const [WIDTH_AT, HEIGHT_AT] = [16, 20];

/**
 * Gives the pictures of the operators' guide to its room, each with its size, so that a page does not jump when they
 * come. Their files go into the build as all others do, under a name with a hash of what is in them.
 */
export const sizedPictures = (root: string): Plugin => {
  const folder = join(root, FOLDER);
  return {
    name: 'sized-pictures',
    resolveId: { filter: { id: /^virtual:guide-pictures$/ }, handler: () => `\0${MODULE}` },
    load: {
      filter: { id: /^\0virtual:guide-pictures$/ },
      handler: () => {
        const names = readdirSync(folder)
          .filter((name) => name.endsWith('.png'))
          .sort();
        const imports = names.map((name, index) => {
          return `import at${index} from ${JSON.stringify(`${join(folder, name)}?url`)};`;
        });
        const entries = names.map((name, index) => {
          const octets = readFileSync(join(folder, name));
          const [width, height] = [octets.readUInt32BE(WIDTH_AT), octets.readUInt32BE(HEIGHT_AT)];
          return `${JSON.stringify(`pictures/guide/${name}`)}: { src: at${index}, width: ${width}, height: ${height} },`;
        });
        return [...imports, 'export const pictures = {', ...entries, '};'].join('\n');
      },
    },
  };
};
