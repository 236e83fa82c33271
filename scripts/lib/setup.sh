# Sourced by the scripts: installs the packages of package-lock.json, once, and puts the project's own Node first in PATH.
# Needs git, npm and any Node.js from 20 on; everything goes to stderr, so that --json stays clean.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

if ! command -v npm >/dev/null 2>&1; then
  echo "npm is missing: install Node.js 20 or later, which brings it" >&2
  exit 1
fi

stamp=node_modules/.installed-from
# Somebody may have called npm ci by hand: npm notes what it installed. Packages for other systems are optional.
is_installed() {
  cmp -s package-lock.json "$stamp" || node -e '
    const packagesIn = (file) => JSON.parse(require("node:fs").readFileSync(file, "utf8")).packages;
    const [asked, there] = ["package-lock.json", "node_modules/.package-lock.json"].map(packagesIn);
    const isThere = ([path, { version, optional }]) => optional || there[path]?.version === version;
    process.exitCode = Object.entries(asked).filter(([path]) => path !== "").every(isThere) ? 0 : 1;
  ' 2>/dev/null
}
if ! is_installed; then
  echo "Installing the packages of package-lock.json (once) …" >&2
  npm ci --no-audit --no-fund --loglevel=error >&2 || exit 1
  cp package-lock.json "$stamp"
fi

# npm install removes the binary that the package "node" installed beside itself; this installs it again.
case "$(node_modules/.bin/node --version 2>/dev/null)" in
  v24.*) ;;
  *) npm rebuild node --loglevel=error >&2 || exit 1 ;;
esac

export PATH="$PWD/node_modules/.bin:$PATH"
