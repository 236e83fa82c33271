import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Plugin } from 'vite';

const ICONS = /import \{([^}]*)\} from '@tabler\/icons-react';?/g;

/** Imports each icon from its own file: by the list of all icons, a build would read 7,000 files. */
export const singleIcons = (): Plugin => ({
  name: 'single-icons',
  enforce: 'pre',
  transform: {
    filter: { id: /\.tsx?$/, code: '@tabler/icons-react' },
    handler: (code) => ({
      code: code.replaceAll(ICONS, (_all, names: string) =>
        names
          .split(',')
          .map((name) => name.trim())
          // Types are gone once the file is built.
          .filter((name) => name !== '' && !name.startsWith('type '))
          .map((name) => {
            const [icon = '', local = icon] = name.split(/\s+as\s+/);
            return `import ${local} from '@tabler/icons-react/icons/${icon}';`;
          })
          .join(' '),
      ),
      map: null,
    }),
  },
});

/** A package of which something is in the built console. */
export interface BundledPackage {
  /** Its folder in the lock, such as `node_modules/react`. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

const NODE_MODULES = `${sep}node_modules${sep}`;
const LICENCE = /^(?:licen[cs]e|copying|notice)/i;

/** The folder of the package that a module is in, or undefined for modules of our own and those of the builder. */
const packageFolderOf = (id: string): string | undefined => {
  if (id.startsWith('\0')) return undefined;
  const at = id.lastIndexOf(NODE_MODULES);
  if (at === -1) return undefined;
  const [first = '', second = ''] = id.slice(at + NODE_MODULES.length).split(sep);
  return id.slice(0, at) + NODE_MODULES + (first.startsWith('@') ? join(first, second) : first);
};

const licencesIn = (folder: string): string =>
  readdirSync(folder)
    .filter((file) => LICENCE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
    .join('\n\n');

/**
 * Writes which packages are in the build (`packages.json`, for the list of parts of a release), and their licences, which
 * must go where their code goes (`about/licences.txt`, which the gateway serves).
 */
export const listPackages = (root: string): Plugin => ({
  name: 'list-packages',
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
    const styles = [...this.getModuleIds()].filter((id) => id.endsWith('.css'));
    const folders = new Set([...chunks, ...styles].map(packageFolderOf).filter((one) => one !== undefined));
    const packages = [...folders].sort().map((folder) => {
      const { name, version, license } = JSON.parse(
        readFileSync(join(folder, 'package.json'), 'utf8'),
      ) as BundledPackage;
      return { path: folder.slice(root.length + 1), name, version, license };
    });
    const texts = packages.map(({ path, name, version, license }) => {
      const folder = join(root, path);
      return `${name} ${version}: ${license}\n\n${licencesIn(folder) || 'The package has no text of its licence.'}\n`;
    });
    this.emitFile({
      type: 'asset',
      fileName: 'packages.json',
      source: `${JSON.stringify(packages, undefined, 2)}\n`,
    });
    this.emitFile({
      type: 'asset',
      fileName: 'about/licences.txt',
      source: `Tocsin: MIT\n\n${readFileSync(join(root, 'LICENSE'), 'utf8')}\n${texts.map((text) => `${'-'.repeat(80)}\n${text}`).join('\n')}`,
    });
  },
});
