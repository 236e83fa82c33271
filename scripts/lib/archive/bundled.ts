import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundledPackage } from '../console/plugins.ts';

/** A package of which something is in the scripts of the console, with the digest by which the lock knows it. */
export interface Bundled extends BundledPackage {
  /** In hexadecimal digits; undefined: the lock has none. */
  readonly sha512: string | undefined;
}

/** The packages in the built console of a release. @throws Error if one isn't the one of the lock */
export const bundledIn = (root: string, console: string): readonly Bundled[] => {
  const listed = JSON.parse(
    readFileSync(join(console, 'packages.json'), 'utf8'),
  ) as readonly BundledPackage[];
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly version?: string; readonly integrity?: string }>>;
  };
  return listed.map((one) => {
    const locked = packages[one.path];
    if (locked?.version !== one.version)
      throw new Error(
        `the console has ${one.path} ${one.version}, and the lock says ${locked?.version}: run npm ci`,
      );
    const [, base64] = /^sha512-(.+)$/.exec(locked.integrity ?? '') ?? [];
    return {
      ...one,
      sha512: base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString('hex'),
    };
  });
};
