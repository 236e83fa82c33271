import { copyFileSync, readFileSync } from 'node:fs';
import { arch } from 'node:process';
import { fileURLToPath } from 'node:url';
import { writeSums } from '../../../scripts/lib/archive/sums.ts';
import type { EmptyRoot } from './empty-root.ts';

const PACKAGING = fileURLToPath(new URL('../../../packaging/', import.meta.url));

/**
 * What the installer asks of the program, in place of the program. Its store is a file with the number of its schema.
 * It takes no configuration that says `not VERSION`.
 */
const PROGRAM = `#!/bin/sh
here=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
field() { sed -n "s/^$1 //p" "$here/RELEASE"; }
store=/var/lib/tocsin/data/tocsin.db
case $1 in
  init)
    mkdir -p /var/lib/tocsin/data
    field schema >"$store"
    echo routes >/etc/tocsin/tocsin.yaml
    touch /etc/tocsin/tocsin.service
    printf 'Made:\\n  /etc/tocsin/tocsin.service\\nThe first administrator is admin.\\nNext:\\n  x\\n'
    ;;
  check) ! grep "not $(field version)" /etc/tocsin/tocsin.yaml >&2 ;;
  doctor)
    said="$store is not there yet: the first start makes it"
    about=store
    if [ -e "$store" ]; then about=schema && said="$(cat "$store"), that of this program"; fi
    printf '[{"about":"%s","level":"fine","what":"%s"},{"about":"disk","level":"error","what":"5"}]\\n' "$about" "$said"
    exit 1
    ;;
  backup)
    [ ! -e /tmp/no-backup ] || { echo 'no room for a backup' >&2; exit 1; }
    cp "$store" "$3"
    echo "$3 is a backup by $(field version)"
    ;;
  version) field version ;;
esac
`;

/** In place of systemd: what runs is the release that was in use at the last start, which brings the store to its schema. */
const SYSTEMCTL = `#!/bin/sh
echo "$*" >>/run/systemctl
[ "$1" != start ] || [ ! -e /run/running ] || exit 0
case $1 in
  start | restart)
    version=$(tocsin version)
    sed -n 's/^schema //p' /opt/tocsin/current/RELEASE >/tmp/schema
    [ ! -e "/tmp/migrates-$version" ] || cp /tmp/schema /var/lib/tocsin/data/tocsin.db
    [ ! -e "/tmp/does-not-start-$version" ] || exit 1
    echo "$version" >/run/running
    ;;
esac
`;

/** Puts a release of a few small files into /tmp of the machine, with the installer of this tree. */
export const putRelease = (root: EmptyRoot, version: string, schema: number): string => {
  const folder = `tmp/tocsin-${version}`;
  const machine = arch === 'x64' ? 'x86_64' : 'aarch64';
  const said = `version ${version}\nschema ${schema}\nmachine ${machine}\nglibc 2.2\nkilobytes 100\n`;
  root.put(`${folder}/RELEASE`, said);
  root.put(`${folder}/bin/tocsin`, PROGRAM, 0o755);
  root.put(`${folder}/bin/node`, '#!/bin/sh\nexit 0\n', 0o755);
  root.put(`${folder}/packaging/tocsin.service`, readFileSync(`${PACKAGING}tocsin.service`, 'utf8'));
  copyFileSync(`${PACKAGING}offline/install`, root.at(`${folder}/install`));
  writeSums(root.at(folder));
  return `/${folder}/install`;
};

/** As if systemd ran the machine. */
export const putSystemd = (root: EmptyRoot): void => {
  root.put('run/systemd/system/there', '');
  root.put('etc/systemd/system/there', '');
  root.put('usr/local/bin/systemctl', SYSTEMCTL, 0o755);
};
