import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PINS = 'packaging/offline/node-binaries.json';

export interface NodeBinary {
  readonly version: string;
  readonly sha256: string;
}

/**
 * Copies the binary of the development package `node`, and its licence, into `bin`. The lock doesn't pin that binary,
 * which the package's install script fetches, so its digest is pinned here. The licence is kept beside the digests, since
 * npm removes the package that brought both.
 * @throws Error if it isn't there, or isn't the pinned one
 */
export const copyNode = (root: string, to: string, arch: string): NodeBinary => {
  const from = join(root, 'node_modules/node');
  const { version } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const binary = join(from, 'bin/node');
  if (!existsSync(binary)) throw new Error(`${binary} is not there: run npm rebuild node`);
  const sha256 = createHash('sha256').update(readFileSync(binary)).digest('hex');
  const pins = JSON.parse(readFileSync(join(root, PINS), 'utf8')) as Record<string, Record<string, string>>;
  const pinned = pins[version]?.[arch];
  if (pinned !== sha256)
    throw new Error(
      `Node ${version} for ${arch} has the SHA-256 ${sha256}, and ${PINS} has ${pinned ?? 'none'} for it`,
    );
  mkdirSync(join(to, 'bin'), { recursive: true });
  cpSync(binary, join(to, 'bin/node'));
  cpSync(join(root, 'packaging/offline/node.LICENSE'), join(to, 'bin/node.LICENSE'));
  return { version, sha256 };
};
